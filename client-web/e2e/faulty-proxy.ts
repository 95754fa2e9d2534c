/** A way to the server that can be told to fail: the browser's own hooks do not reach into workers. */
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  request,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http';

/** What comes in place of the server's answer. */
export type Fault =
  | { status: number; type: string; body: string }
  /** The connection ends without a word. */
  | 'cut'
  /** It stays, and nothing ever comes. */
  | 'silence';

export const refusal = (status: number, body: unknown): Fault => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

export class FaultyProxy {
  #broken: { path: RegExp; fault: Fault } | null = null;

  private constructor(
    private readonly listener: HttpServer,
    readonly url: string,
  ) {}

  static async before(target: string): Promise<FaultyProxy> {
    const listener = createServer((incoming, outgoing) => {
      const broken = proxy.#broken;
      if (broken?.path.test(incoming.url ?? '')) fail(broken.fault, outgoing);
      else forward(target, incoming, outgoing);
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    const port = typeof address === 'object' ? address?.port : null;
    const proxy = new FaultyProxy(listener, `http://127.0.0.1:${port}`);
    return proxy;
  }

  /** From now on this is what requests for such paths get. */
  break(path: RegExp, fault: Fault): void {
    this.#broken = { path, fault };
  }

  /** Lets everything through again. */
  heal(): void {
    this.#broken = null;
  }

  close(): void {
    this.listener.closeAllConnections();
    this.listener.close();
  }
}

function fail(fault: Fault, outgoing: ServerResponse): void {
  if (fault === 'silence') return;
  if (fault === 'cut') {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(fault.status, { 'Content-Type': fault.type });
  outgoing.end(fault.body);
}

function forward(target: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, headers } = incoming;
  const onward = request(new URL(incoming.url ?? '/', target), { method, headers });
  onward.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}
