import { AuthScreen } from '@/shell/AuthScreen';

export default function Page() {
  return <AuthScreen kind="sign-in" />;
}
