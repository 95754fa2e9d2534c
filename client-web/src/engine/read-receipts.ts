/** Sends how far we have read: the newest position per room, at most once per interval, kept while offline. */
const intervalMs = 300;

export class ReadReceipts {
  readonly #pending = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly send: (roomId: string, key: string) => Promise<void>) {}

  /** The latest call wins. */
  mark(roomId: string, key: string): void {
    this.#pending.set(roomId, key);
    this.flushSoon();
  }

  /** Sends what is pending; also called when the connection is back. */
  flushSoon(): void {
    if (this.#pending.size === 0) return;
    this.#timer ??= setTimeout(() => void this.#flush(), intervalMs);
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#pending.clear();
  }

  async #flush(): Promise<void> {
    this.#timer = null;
    const batch = [...this.#pending];
    this.#pending.clear();
    await Promise.all(
      batch.map(async ([roomId, key]) => {
        try {
          await this.send(roomId, key);
        } catch {
          // A newer position may have come in meanwhile; it holds for this one too.
          if (!this.#pending.has(roomId)) this.#pending.set(roomId, key);
        }
      }),
    );
  }
}
