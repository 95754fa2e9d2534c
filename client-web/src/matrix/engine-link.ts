/**
 * Finds the engine of this browser. With SharedWorker there is one for all tabs by nature. Without it the tab
 * that holds a Web Lock runs it in a worker of its own and relays for the others over a BroadcastChannel; when
 * that tab goes, the next one takes the lock and the rest connect anew.
 */
const engineName = 'heliograph-engine';

/** Called with a port to the engine: once, or again whenever another tab took the engine over. */
export type OnPort = (port: MessagePort) => void;

export function linkEngine(onPort: OnPort): void {
  if (typeof SharedWorker !== 'undefined') {
    const worker = new SharedWorker(new URL('../engine/worker.ts', import.meta.url), {
      name: engineName,
      type: 'module',
    });
    onPort(worker.port);
  } else if ('locks' in navigator) {
    new Relay(onPort);
  } else {
    // Neither SharedWorker nor locks: each tab is on its own.
    startDedicated()(onPort);
  }
}

/** Starts a worker for this tab; the result hands out ports to it. */
function startDedicated(): (onPort: OnPort) => void {
  const worker = new Worker(new URL('../engine/worker.ts', import.meta.url), {
    name: engineName,
    type: 'module',
  });
  return (onPort) => {
    const { port1, port2 } = new MessageChannel();
    worker.postMessage(null, [port2]);
    onPort(port1);
  };
}

type RelayMessage =
  /** A tab took the engine over. */
  | { kind: 'leader' }
  /** A tab wants a connection. */
  | { kind: 'hello'; tab: string }
  | { kind: 'toEngine'; tab: string; data: unknown }
  | { kind: 'toTab'; tab: string; data: unknown };

class Relay {
  readonly #channel = new BroadcastChannel(engineName);
  readonly #tab = `${Date.now()}.${Math.random()}`;
  /** The engine's ports by tab, while this tab leads. */
  readonly #ports = new Map<string, MessagePort>();
  #openPort: ((onPort: OnPort) => void) | null = null;
  /** Our end towards the leader, while this tab follows. */
  #uplink: MessagePort | null = null;

  constructor(private readonly onPort: OnPort) {
    this.#channel.onmessage = ({ data }: MessageEvent<RelayMessage>) => this.#received(data);
    void navigator.locks.request(engineName, { ifAvailable: true }, (lock) => {
      if (lock) return this.#lead();
      this.#follow();
      void navigator.locks.request(engineName, () => this.#lead());
      return undefined;
    });
  }

  #post(message: RelayMessage): void {
    this.#channel.postMessage(message);
  }

  /** Runs the engine until the tab is closed: the promise never settles, so the lock is held. */
  #lead(): Promise<never> {
    this.#uplink?.close();
    this.#uplink = null;
    this.#openPort = startDedicated();
    this.#openPort(this.onPort);
    this.#post({ kind: 'leader' });
    return new Promise(() => undefined);
  }

  #follow(): void {
    if (this.#openPort) return;
    this.#uplink?.close();
    const { port1, port2 } = new MessageChannel();
    this.#uplink = port2;
    port2.onmessage = ({ data }) => this.#post({ kind: 'toEngine', tab: this.#tab, data });
    this.#post({ kind: 'hello', tab: this.#tab });
    this.onPort(port1);
  }

  #received(message: RelayMessage): void {
    switch (message.kind) {
      case 'leader':
        return this.#follow();
      case 'toTab':
        if (message.tab === this.#tab) this.#uplink?.postMessage(message.data);
        return;
      case 'hello':
        return this.#openPort?.((port) => this.#serve(message.tab, port));
      case 'toEngine':
        this.#ports.get(message.tab)?.postMessage(message.data);
    }
  }

  #serve(tab: string, port: MessagePort): void {
    this.#ports.set(tab, port);
    port.onmessage = ({ data }) => this.#post({ kind: 'toTab', tab, data });
  }
}
