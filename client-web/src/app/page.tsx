import { ChatScreen } from '@/shell/ChatScreen';

export default function Page() {
  return <ChatScreen />;
}
