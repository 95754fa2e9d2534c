/** This tab's port to the engine: commands go out by comlink, patches come in beside them. */
import { type Remote, wrap } from 'comlink';
import { receivePatches } from '@/store/store';
import { linkEngine } from './engine-link';
import type { EnginePort, HelloMessage, PatchMessage } from './protocol';

type RemoteEngine = Remote<EnginePort>;

/** A call that the engine has not answered. */
interface PendingCall {
  /** Asks this engine, which may be another than at first. */
  ask(engine: RemoteEngine): void;
  reject(reason: Error): void;
  isRepeatable: boolean;
}

interface Connected {
  engine: RemoteEngine;
  pending: Set<PendingCall>;
}

let current: Connected | null = null;
let announceFirst: (connected: Connected) => void = () => undefined;
const first = new Promise<Connected>((resolve) => {
  announceFirst = resolve;
});
let isStarted = false;
const onReconnect: ((engine: RemoteEngine) => void)[] = [];

/** Starts (or joins) the engine and lets its patches into the store. Call it once, from the browser. */
export function connectEngine(): void {
  if (isStarted) return;
  isStarted = true;
  const lifeLock = holdLifeLock();
  linkEngine((port) => {
    attach(port);
    void lifeLock.then((name) => port.postMessage({ lifeLock: name } satisfies HelloMessage));
  });
  const reportNetwork = () => void current?.engine.networkChanged(navigator.onLine);
  window.addEventListener('online', reportNetwork);
  window.addEventListener('offline', reportNetwork);
}

/**
 * Asks the engine; waits for the first connection. When the engine is gone before it answers, a repeatable call
 * goes to the one that takes over, and any other rejects, since nobody knows whether it was carried out.
 */
export async function callEngine<T>(
  ask: (engine: RemoteEngine) => Promise<T>,
  isRepeatable: boolean,
): Promise<T> {
  if (painting) await painting;
  const { engine } = current ?? (await first);
  return new Promise<T>((resolve, reject) => {
    const call: PendingCall = {
      ask(asked) {
        const pending = current?.pending;
        pending?.add(call);
        ask(asked)
          .then(resolve, reject)
          .finally(() => pending?.delete(call));
      },
      reject,
      isRepeatable,
    };
    call.ask(engine);
  });
}

/** Lets the page paint what it shows by itself: where cores are few, an engine that works would delay that frame. */
export function paintFirst(): void {
  painting ??= nextPaint().then(() => {
    painting = null;
  });
}

let painting: Promise<void> | null = null;
/** A window that is covered may paint nothing for long. */
const longestPaintMs = 100;

function nextPaint(): Promise<void> {
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('pagehide', done);
      resolve();
    };
    const timer = setTimeout(done, longestPaintMs);
    // What was typed goes out before the page does.
    window.addEventListener('pagehide', done);
    requestAnimationFrame(() => setTimeout(done));
  });
}

/** Calls back whenever another engine took the place of the one we had. */
export function whenReconnected(callback: (engine: RemoteEngine) => void): void {
  onReconnect.push(callback);
}

function attach(port: MessagePort): void {
  port.addEventListener('message', ({ data }: MessageEvent<Partial<PatchMessage>>) => {
    if (data.patches) receivePatches(data.patches);
  });
  const engine = wrap<EnginePort>(port);
  const before = current;
  current = { engine, pending: new Set() };
  void engine.subscribe();
  if (!before) return announceFirst(current);
  for (const call of before.pending) {
    if (call.isRepeatable) call.ask(engine);
    else call.reject(new Error('The engine moved to another tab'));
  }
  for (const callback of onReconnect) callback(engine);
}

/**
 * The engine waits for this lock to know when the tab is gone. It may be told of it only once the tab holds it,
 * or it would get it first.
 */
function holdLifeLock(): Promise<string> {
  const name = `heliograph-tab-${Date.now()}.${Math.random()}`;
  return new Promise((resolve) => {
    // Where there are no locks (an insecure origin), a closed tab stays known until the browser ends.
    void navigator.locks?.request(name, () => {
      resolve(name);
      return new Promise<never>(() => undefined);
    });
  });
}
