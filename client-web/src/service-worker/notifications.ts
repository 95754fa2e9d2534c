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

/** `data` is what was put into the notification. */
export async function openFromNotification(data: unknown): Promise<void> {
  const { open, accountId } = (data ?? {}) as Partial<OpenMessage>;
  if (typeof open !== 'string' || !open.startsWith('#/') || typeof accountId !== 'string') return;
  const { clients } = self as unknown as { clients: Clients };
  const [client] = await clients.matchAll({ type: 'window' });
  if (!client) {
    await clients.openWindow(`/${open}`);
    return;
  }
  client.postMessage({ open, accountId });
  await client.focus();
}
