import { Notice } from '@/shell/Notice';

export default function NotFound() {
  return <Notice kind="notFound" />;
}
