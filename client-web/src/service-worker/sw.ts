/** The service worker's entry. `npm run build` bundles it to `/sw.js`. */
import { handleMedia } from './media';
import { openFromNotification } from './notifications';
import { handleShell, isKeepRequest, keepShell } from './shell';

/** What TypeScript's DOM library does not know of a service worker. */
interface ServiceWorker {
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  addEventListener(
    type: 'install' | 'activate',
    listener: (event: Event & { waitUntil(work: Promise<unknown>): void }) => void,
  ): void;
  addEventListener(
    type: 'notificationclick',
    listener: (
      event: Event & { notification: Notification; waitUntil(work: Promise<unknown>): void },
    ) => void,
  ): void;
  addEventListener(
    type: 'fetch',
    listener: (event: Parameters<typeof handleMedia>[0]) => void,
  ): void;
  addEventListener(
    type: 'message',
    listener: (event: MessageEvent & { waitUntil(work: Promise<unknown>): void }) => void,
  ): void;
}

const worker = self as unknown as ServiceWorker;

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('message', (event) => {
  // A page that was reloaded past the service worker asks to be taken care of.
  if (event.data === 'claim') event.waitUntil(worker.clients.claim());
  if (isKeepRequest(event.data)) event.waitUntil(keepShell());
});
worker.addEventListener('fetch', (event) => {
  if (!handleMedia(event)) handleShell(event);
});
worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openFromNotification(event.notification.data));
});
