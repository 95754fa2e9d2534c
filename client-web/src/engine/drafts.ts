/** What was written and not sent: on this device at once, on the account's others a little later. */
import { ownTypes } from '@/lib/own-types';
import type { AccountDatabase } from './database';
import type { Publisher } from './publisher';
import type { MatrixClient, MatrixEvent, Room } from './sdk';

/** How long after the last change the account is told. */
const syncAfterMs = 10_000;

type DraftType = Parameters<MatrixClient['setRoomAccountData']>[1];
const draftType = ownTypes.draft as DraftType;

export class Drafts {
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #texts: Map<string, string>;
  #client: MatrixClient | null = null;

  constructor(
    private readonly database: AccountDatabase,
    private readonly publisher: Publisher,
    stored: Readonly<Record<string, string>>,
  ) {
    this.#texts = new Map(Object.entries(stored));
  }

  /** The account can be read: from now on its other devices are told, first of what they have not heard of. */
  attach(client: MatrixClient): void {
    this.#client = client;
    for (const roomId of this.#texts.keys()) this.#tellSoon(roomId, syncAfterMs);
  }

  async set(roomId: string, text: string): Promise<void> {
    this.publisher.setDraft(roomId, text);
    this.#texts.set(roomId, text);
    // What was sent must vanish elsewhere before somebody sends it again there.
    this.#tellSoon(roomId, text === '' ? 0 : syncAfterMs);
    await this.database.saveDraft(roomId, text);
  }

  /** Another device wrote; what is being written here wins, and what was left here over what was known before. */
  async received({ roomId }: Room, event: MatrixEvent): Promise<void> {
    const isOlder = this.#client === null && this.#texts.has(roomId);
    if (event.getType() !== draftType || this.#waiting.has(roomId) || isOlder) return;
    const text = textOf(event);
    if (text === (this.#texts.get(roomId) ?? '')) return;
    this.#texts.set(roomId, text);
    this.publisher.setDraft(roomId, text);
    await this.database.saveDraft(roomId, text);
  }

  stop(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }

  #tellSoon(roomId: string, delayMs: number): void {
    clearTimeout(this.#waiting.get(roomId));
    const timer = setTimeout(() => void this.#tell(roomId), delayMs);
    this.#waiting.set(roomId, timer);
  }

  async #tell(roomId: string): Promise<void> {
    this.#waiting.delete(roomId);
    const room = this.#client?.getRoom(roomId);
    // Words for an encrypted room must not lie about in the clear.
    if (!room || room.hasEncryptionStateEvent()) return;
    const text = this.#texts.get(roomId) ?? '';
    const known = room.getAccountData(draftType);
    if (text === (known ? textOf(known) : '')) return;
    // The draft is on this device in any case; the next change tells the others again.
    await this.#client
      ?.setRoomAccountData(roomId, draftType, { text } as never)
      .catch(() => undefined);
  }
}

function textOf(event: MatrixEvent): string {
  const { text }: { text?: unknown } = event.getContent();
  return typeof text === 'string' ? text : '';
}
