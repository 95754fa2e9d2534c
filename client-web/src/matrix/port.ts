/** Where the page reaches the engine: one port per tab, opened once by `connectEngine`. */
import { wrap, proxy } from 'comlink';
import { receivePatches } from '@/store/store';
import type { EnginePort } from './protocol';

let port: EnginePort | null = null;

/** Starts (or joins) the engine and lets its patches into the store. Call it once, from the browser. */
export function connectEngine(): void {
  if (port) return;
  const worker = new SharedWorker(new URL('../engine/worker.ts', import.meta.url), {
    name: 'heliograph-engine',
    type: 'module',
  });
  port = wrap<EnginePort>(worker.port) as unknown as EnginePort;
  void port.subscribe(proxy(receivePatches));
  const reportNetwork = () => void port?.networkChanged(navigator.onLine);
  window.addEventListener('online', reportNetwork);
  window.addEventListener('offline', reportNetwork);
}

/** The open port; commands before `connectEngine` are a programming error. */
export function enginePort(): EnginePort {
  if (!port) throw new Error('connectEngine() has not been called');
  return port;
}
