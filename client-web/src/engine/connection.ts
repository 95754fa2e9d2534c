/**
 * The one place that decides whether the server can be reached. matrix-js-sdk sends its requests through
 * `fetch`; while we are offline its background requests (sync and what precedes it) fail at once instead of
 * knocking on their own schedule, and a probe by exponential backoff finds the server again.
 */
import type { ConnectionState } from '@/matrix/types';
import { backoffDelay } from './backoff';

/** What the connection needs from the world; tests give it a clock of their own. */
export interface ConnectionWorld {
  fetch: typeof globalThis.fetch;
  now(): number;
  random(): number;
}

export interface ConnectionEvents {
  /** The state changed. */
  changed(state: ConnectionState): void;
  /** The server answers again: background work may go on. */
  regained(): void;
}

const backgroundPath = /\/_matrix\/client\/(versions|v3\/(sync|pushrules\/|user\/[^/]+\/filter))/;
const probeTimeoutMs = 15_000;
/** A sync is answered so long after it had to be at the latest, however much there is to say. */
const syncGraceMs = 45_000;

export class Connection {
  #state: ConnectionState = { phase: 'connecting' };
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isStopped = false;
  /** Requests that wait for their answer; those in the background among them. */
  readonly #inFlight = new Set<AbortController>();
  readonly #inBackground = new Set<AbortController>();

  constructor(
    private readonly baseUrl: string,
    private readonly events: ConnectionEvents,
    private readonly world: ConnectionWorld,
  ) {}

  get state(): ConnectionState {
    return this.#state;
  }

  /** The `fetch` for everything that talks to the homeserver. */
  readonly fetch: typeof globalThis.fetch = (input, init) =>
    backgroundPath.test(new URL(String(input)).pathname)
      ? this.#fetchInBackground(input, init)
      : this.#fetchNow(input, init);

  async #fetchNow(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    const inFlight = new AbortController();
    this.#inFlight.add(inFlight);
    const signal = AbortSignal.any([inFlight.signal, ...(init?.signal ? [init.signal] : [])]);
    try {
      const response = await this.world.fetch(input, { ...init, signal });
      if (!isNoAnswer(response)) this.#answered();
      return response;
    } catch (error) {
      if (inFlight.signal.aborted) throw new TypeError('offline');
      if (!signal.aborted) this.lost('network');
      throw error;
    } finally {
      this.#inFlight.delete(inFlight);
    }
  }

  /** Nothing comes any more: whatever else waits on this connection waits in vain. */
  #hangs(): void {
    for (const request of this.#inFlight) request.abort();
    this.lost('network');
  }

  async #fetchInBackground(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    if (this.#state.phase === 'offline') throw new TypeError('offline');
    const inFlight = new AbortController();
    this.#inBackground.add(inFlight);
    const patience = patienceFor(new URL(String(input)));
    const timer = patience && setTimeout(() => this.#hangs(), patience);
    const signal = AbortSignal.any([inFlight.signal, ...(init?.signal ? [init.signal] : [])]);
    try {
      const response = await this.#fetchNow(input, { ...init, signal });
      // A 429 or 5xx here means "not now", for which the backoff is the right answer.
      if (isNoAnswer(response)) this.lost('server');
      return response;
    } catch (error) {
      throw inFlight.signal.aborted ? new TypeError('offline') : error;
    } finally {
      if (timer) clearTimeout(timer);
      this.#inBackground.delete(inFlight);
    }
  }

  /** A sync has come through: we are up to date. */
  synced(): void {
    this.#attempt = 0;
    this.#clearTimer();
    this.#change({ phase: 'online' });
  }

  /** A request did not get through: wait, then probe. */
  lost(cause: 'network' | 'server'): void {
    if (this.#isStopped || this.#timer) return;
    // A long poll over a dead connection would hang for minutes: whoever waits for it is to start anew.
    for (const request of this.#inBackground) request.abort();
    this.#attempt += 1;
    const delay = backoffDelay(this.#attempt, this.world.random());
    this.#timer = setTimeout(() => void this.#probe(), delay);
    const retryAt = this.world.now() + delay;
    this.#change({ phase: 'offline', cause, attempt: this.#attempt, retryAt });
  }

  /** The user asks, or the machine has its network back: try now. */
  retryNow(): void {
    if (this.#state.phase !== 'offline') return;
    this.#clearTimer();
    void this.#probe();
  }

  /** What the browser says of the network; "online" is only a hint that trying is worthwhile. */
  networkChanged(isOnline: boolean): void {
    if (isOnline) this.retryNow();
    else this.lost('network');
  }

  stop(): void {
    this.#isStopped = true;
    this.#clearTimer();
  }

  #answered(): void {
    if (this.#state.phase === 'connecting') this.#change({ phase: 'updating' });
  }

  async #probe(): Promise<void> {
    this.#timer = null;
    this.#change({ phase: 'connecting' });
    try {
      const signal = AbortSignal.timeout(probeTimeoutMs);
      const response = await this.world.fetch(`${this.baseUrl}/_matrix/client/versions`, {
        signal,
      });
      if (isNoAnswer(response)) return this.lost('server');
    } catch {
      return this.lost('network');
    }
    if (this.#isStopped) return;
    this.#change({ phase: 'updating' });
    this.events.regained();
  }

  #change(state: ConnectionState): void {
    if (this.#isStopped || (state.phase === 'online' && this.#state.phase === 'online')) return;
    this.#state = state;
    this.events.changed(state);
  }

  #clearTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

/** How long a request may hang before the connection is taken for dead; null where nobody knows how much work it is. */
function patienceFor({ pathname, searchParams }: URL): number | null {
  if (!pathname.endsWith('/sync')) return probeTimeoutMs;
  return searchParams.has('since') ? Number(searchParams.get('timeout')) + syncGraceMs : null;
}

/** Trouble, or the page of something that stands before the server, as in a café whose network wants to be signed in to. */
function isNoAnswer({ status, headers }: Response): boolean {
  return isServerTrouble(status) || headers.get('Content-Type')?.startsWith('text/html') === true;
}

function isServerTrouble(status: number): boolean {
  return status === 429 || status >= 500;
}
