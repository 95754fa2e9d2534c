/**
 * The worker's entry. As a SharedWorker it gets a port per tab by `connect`; as the dedicated worker of the
 * leading tab it gets them as messages.
 */
import { expose } from 'comlink';
import type { HelloMessage, PatchMessage } from '@/matrix/protocol';
import { Engine } from './engine';
import { createTabPort } from './tab-port';

const scope = self as unknown as {
  onconnect: ((event: MessageEvent) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
};

const engine = new Engine(self.location.origin);

/** A port has no close event everywhere: a tab is gone when its lock is free. */
function connect(port: MessagePort): void {
  const tab = engine.connect((patches) => port.postMessage({ patches } satisfies PatchMessage));
  const leave = () => {
    engine.disconnect(tab);
    port.close();
  };
  port.addEventListener('message', ({ data }: MessageEvent<Partial<HelloMessage>>) => {
    if (typeof data.lifeLock === 'string') void navigator.locks.request(data.lifeLock, leave);
  });
  // Also starts the port.
  expose(createTabPort(engine, tab), port);
}

function connectFirst({ ports }: MessageEvent): void {
  const [port] = ports;
  if (port) connect(port);
}

scope.onconnect = connectFirst;
scope.onmessage = connectFirst;
