/** The real server, in a folder of its own, that can be killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const binary = resolve(process.env.HELIOGRAPH_BIN ?? '../target/debug/heliograph');
const webRoot = resolve('out');
const startTimeoutMs = 30_000;
/** Variables of this name are configuration to the server; those of the tests are not meant for it. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('HELIOGRAPH_')),
) as NodeJS.ProcessEnv;

export class Server {
  #process: ChildProcess | null = null;
  #log = '';

  private constructor(
    readonly url: string,
    private readonly folder: string,
  ) {}

  /** Writes the configuration and starts; `extra` is appended to the configuration. */
  static async start(extra = ''): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), 'heliograph-e2e-'));
    const port = await freePort();
    const server = new Server(`http://127.0.0.1:${port}`, folder);
    await writeFile(join(folder, 'config.toml'), configuration(folder, port) + extra);
    await server.restart();
    return server;
  }

  /** Starts the process (again) on the same data and waits until it answers. */
  async restart(): Promise<void> {
    const child = spawn(binary, ['serve', '--config', join(this.folder, 'config.toml')], {
      env: environment,
    });
    child.stdout.on('data', (chunk: Buffer) => (this.#log += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (this.#log += chunk.toString()));
    this.#process = child;
    const deadline = Date.now() + startTimeoutMs;
    while (!(await this.#answers())) {
      if (child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`The server did not start:\n${this.#log}`);
      }
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  /** Ends the process without a warning, as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends the process and removes its data. */
  async dispose(): Promise<void> {
    await this.#end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  /** What the server wrote, for the report of a failed test. */
  get log(): string {
    return this.#log;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  async #answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/_matrix/client/versions`)).ok;
    } catch {
      return false;
    }
  }
}

function configuration(folder: string, port: number): string {
  return `
server_name = "localhost"
public_base_url = "http://127.0.0.1:${port}"

[[listeners]]
bind = "127.0.0.1:${port}"
apis = ["client", "web"]

[web]
root = "${webRoot}"

[database]
url = "sqlite://${folder}/heliograph.db"

[signing_key]
path = "${folder}/signing.key"

[media]
storage = "file://${folder}/media"

[passwords]
hash_cost = "minimum"

[federation]
enabled = false

[rate_limits]
enabled = false

[logging]
level = "warn"
`;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}
