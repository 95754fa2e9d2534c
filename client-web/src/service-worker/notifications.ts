/** A press on a notification leads to the message, in a tab that is open or in a new one. */
import type { OpenMessage } from '@/lib/shell-channel';

interface WindowClient {
  focus(): Promise<WindowClient>;
  postMessage(message: OpenMessage): void;
}

interface Clients {
  matchAll(options: { type: 'window' }): Promise<readonly WindowClient[]>;
  openWindow(url: string): Promise<unknown>;
}

/** `data` is the fragment of the address that was put into the notification. */
export async function openFromNotification(data: unknown): Promise<void> {
  if (typeof data !== 'string' || !data.startsWith('#/')) return;
  const { clients } = self as unknown as { clients: Clients };
  const [open] = await clients.matchAll({ type: 'window' });
  if (!open) {
    await clients.openWindow(`/${data}`);
    return;
  }
  open.postMessage({ open: data });
  await open.focus();
}
