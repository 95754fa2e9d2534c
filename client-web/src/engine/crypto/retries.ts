/**
 * Messages whose key has not come yet are tried again: by themselves when a key arrives by sync, and from here when it
 * may have reached the backup meanwhile, where nothing announces it.
 */
import type { CryptoApi, CryptoModule, MatrixEvent } from '../sdk';

/** How long to wait before each further try; after the last one only an arriving key helps. */
const pausesMs = [6_000, 15_000, 60_000, 5 * 60_000, 30 * 60_000];
/** Rooms may have thousands of messages that nobody here can read: the newest matter. */
const maxWaiting = 500;
/** What has no prospect of a key, whatever the wait. */
const hopeless: ReadonlySet<string | null> = new Set([
  'HISTORICAL_MESSAGE_NO_KEY_BACKUP',
  'HISTORICAL_MESSAGE_USER_NOT_JOINED',
]);
/** What waits for this device to be unlocked, not for time to pass. */
const locked = 'HISTORICAL_MESSAGE_BACKUP_UNCONFIGURED';

interface Waiting {
  event: MatrixEvent;
  tries: number;
  dueTs: number;
}

export class DecryptionRetries {
  readonly #waiting = new Map<string, Waiting>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly api: CryptoApi,
    private readonly tools: Pick<CryptoModule, 'retryDecryption'>,
    private readonly now: () => number,
  ) {}

  /** A try to read a message has ended, well or not. */
  tried(event: MatrixEvent): void {
    const eventId = event.getId();
    if (eventId === undefined) return;
    const before = this.#waiting.get(eventId);
    this.#waiting.delete(eventId);
    if (!event.isDecryptionFailure() || hopeless.has(event.decryptionFailureReason)) return;
    const tries = before?.tries ?? 0;
    const isLocked = event.decryptionFailureReason === locked;
    const pause = isLocked ? Number.POSITIVE_INFINITY : pausesMs[tries];
    if (pause === undefined) return;
    this.#waiting.set(eventId, { event, tries: tries + 1, dueTs: this.now() + pause });
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > maxWaiting && oldest !== undefined) this.#waiting.delete(oldest);
    this.#schedule();
  }

  /** The backup can be read now: whatever waits may be in it. */
  unlocked(): void {
    for (const waiting of this.#waiting.values()) {
      waiting.tries = 0;
      waiting.dueTs = this.now();
    }
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#schedule();
  }

  stop(): void {
    this.#waiting.clear();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #schedule(): void {
    if (this.#timer || this.#waiting.size === 0) return;
    const next = Math.min(...[...this.#waiting.values()].map(({ dueTs }) => dueTs));
    if (next === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => void this.#retry(), Math.max(0, next - this.now()));
  }

  async #retry(): Promise<void> {
    this.#timer = null;
    const now = this.now();
    const due = [...this.#waiting.values()].filter(({ dueTs }) => dueTs <= now);
    // Each ends in `tried`, by the event that the SDK sends for it.
    for (const { event } of due) await this.tools.retryDecryption(this.api, event);
    this.#schedule();
  }
}
