/** A way to the server that can be told to refuse: the browser's own hooks do not reach into workers. */
import { once } from 'node:events';
import { createServer, request, type Server as HttpServer } from 'node:http';

interface Refusal {
  path: RegExp;
  status: number;
  body: unknown;
}

export class FaultyProxy {
  #refusal: Refusal | null = null;

  private constructor(
    private readonly listener: HttpServer,
    readonly url: string,
  ) {}

  static async before(target: string): Promise<FaultyProxy> {
    const refusal = (path: string): Refusal | null => {
      const active = proxy.#refusal;
      return active?.path.test(path) ? active : null;
    };
    const listener = createServer((incoming, outgoing) => {
      const refused = refusal(incoming.url ?? '');
      if (refused) {
        outgoing.writeHead(refused.status, { 'Content-Type': 'application/json' });
        outgoing.end(JSON.stringify(refused.body));
        return;
      }
      const { method, headers } = incoming;
      const onward = request(new URL(incoming.url ?? '/', target), { method, headers });
      onward.on('response', (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      outgoing.on('close', () => onward.destroy());
      incoming.pipe(onward);
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    const port = typeof address === 'object' ? address?.port : null;
    const proxy = new FaultyProxy(listener, `http://127.0.0.1:${port}`);
    return proxy;
  }

  /** From now on requests for such paths get this answer. */
  refuse(path: RegExp, status: number, body: unknown): void {
    this.#refusal = { path, status, body };
  }

  /** Lets everything through again. */
  heal(): void {
    this.#refusal = null;
  }

  close(): void {
    this.listener.closeAllConnections();
    this.listener.close();
  }
}
