/** Thins key strokes out to typing notices: one every few seconds, and one when the typing ends. */
const repeatMs = 4_000;
const idleMs = 5_000;
/** How long the server believes a notice; longer than `repeatMs` so that there is no gap. */
export const typingTimeoutMs = 10_000;

export class TypingNotices {
  readonly #typing = new Map<string, { sentAt: number; idle: ReturnType<typeof setTimeout> }>();

  constructor(
    private readonly send: (roomId: string, isTyping: boolean) => void,
    private readonly now: () => number,
  ) {}

  set(roomId: string, isTyping: boolean): void {
    const before = this.#typing.get(roomId);
    if (before) clearTimeout(before.idle);
    if (!isTyping) {
      if (this.#typing.delete(roomId)) this.send(roomId, false);
      return;
    }
    const isDue = !before || this.now() - before.sentAt >= repeatMs;
    const sentAt = isDue ? this.now() : before.sentAt;
    const idle = setTimeout(() => this.set(roomId, false), idleMs);
    this.#typing.set(roomId, { sentAt, idle });
    if (isDue) this.send(roomId, true);
  }

  /** Without a word to the server: it lets go by itself. */
  stop(): void {
    for (const { idle } of this.#typing.values()) clearTimeout(idle);
    this.#typing.clear();
  }
}
