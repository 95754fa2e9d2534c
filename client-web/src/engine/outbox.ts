/**
 * Messages on their way to the server. Each room sends in order, one at a time, and keeps the transaction id
 * of a message through retries and reloads, so that the server takes it once. Rooms do not wait for each other.
 */
import type {
  CommandError,
  CommandErrorCode,
  MessageContent,
  UploadProgress,
} from '@/matrix/types';
import { backoffDelay } from './backoff';

/** A file that goes to the server before the message that shows it. */
export interface OutboxUpload {
  blob: Blob;
  slot: 'file' | 'thumbnail';
}

/** A message that the server has not acknowledged. Kept in the database as it is. */
export interface OutboxEntry {
  /** The transaction id; also the key of the item in the timeline. */
  txnId: string;
  roomId: string;
  /** Ever growing: the order of sending, also after a reload. */
  sequence: number;
  ts: number;
  eventType: string;
  /** The event's content as it goes to the server. */
  content: Record<string, unknown>;
  /** The same, as the timeline shows it; null for what is no message of its own, as an edit. */
  preview: MessageContent | null;
  /** What is to be uploaded first; empty once that is done. */
  uploads: OutboxUpload[];
  /** While a file is being uploaded. */
  progress: UploadProgress | null;
  state: 'queued' | 'sending' | 'failed';
  error: CommandErrorCode | null;
}

export interface OutboxWorld {
  /** Uploads the entry's files and resolves to its content with their addresses. */
  upload(
    entry: OutboxEntry,
    watch: { onProgress(progress: UploadProgress): void; signal: AbortSignal },
  ): Promise<Record<string, unknown>>;
  /** Sends and resolves to the event id; rejects with what `describe` understands. */
  send(entry: OutboxEntry): Promise<string>;
  describe(error: unknown): CommandError;
  save(entry: OutboxEntry): Promise<void>;
  remove(txnId: string): Promise<void>;
  /** The room's messages changed. */
  changed(roomId: string): void;
  /** The server took it: from now on it is an event. */
  sent(entry: OutboxEntry, eventId: string): void;
  random(): number;
}

/** A server that answers nonsense gets this many tries before the user is asked. */
const badAnswerTries = 4;

export class Outbox {
  readonly #rooms = new Map<string, OutboxEntry[]>();
  readonly #busy = new Set<string>();
  /** Tries of the message at the head of each room, since it got there. */
  readonly #tries = new Map<string, number>();
  /** Uploads under way, by transaction id: what is discarded meanwhile is given up. */
  readonly #uploads = new Map<string, AbortController>();
  #isOpen = false;
  #isStopped = false;

  constructor(
    private readonly world: OutboxWorld,
    stored: readonly OutboxEntry[],
  ) {
    for (const entry of [...stored].sort((a, b) => a.sequence - b.sequence)) {
      // Whether the server got a message that was being sent is unknown: its transaction id makes it safe.
      const state = entry.state === 'sending' ? 'queued' : entry.state;
      this.#room(entry.roomId).push({ ...entry, state, progress: null });
    }
  }

  /** What is waiting in a room, in order. */
  entries(roomId: string): readonly OutboxEntry[] {
    return this.#rooms.get(roomId) ?? [];
  }

  /**
   * Shows the message at once, and sends it when it is saved: once this resolves, a reload does not lose it. When
   * it cannot be saved it is taken back, and the caller still has the words.
   */
  async add(entry: OutboxEntry): Promise<void> {
    this.#room(entry.roomId).push(entry);
    this.world.changed(entry.roomId);
    try {
      await this.world.save(entry);
    } catch (error) {
      await this.#drop(entry);
      throw error;
    }
    void this.#run(entry.roomId);
  }

  /** Sends a failed message, and those behind it, again. */
  async retry(roomId: string, txnId: string): Promise<void> {
    const entry = this.#find(roomId, txnId);
    if (!entry || entry.state !== 'failed') return;
    this.#tries.delete(roomId);
    await this.#update(entry, { state: 'queued', error: null });
    void this.#run(roomId);
  }

  /** Drops a message, unless it is being sent at this moment; an upload is given up. */
  async discard(roomId: string, txnId: string): Promise<void> {
    const entry = this.#find(roomId, txnId);
    const upload = this.#uploads.get(txnId);
    if (!entry || (entry.state === 'sending' && !upload)) return;
    await this.#drop(entry);
    upload?.abort();
    void this.#run(roomId);
  }

  /** Opens when the server can be reached, closes when it cannot. */
  setOpen(isOpen: boolean): void {
    this.#isOpen = isOpen;
    if (isOpen) for (const roomId of this.#rooms.keys()) void this.#run(roomId);
  }

  stop(): void {
    this.#isStopped = true;
    for (const upload of this.#uploads.values()) upload.abort();
  }

  async #run(roomId: string): Promise<void> {
    if (this.#busy.has(roomId)) return;
    this.#busy.add(roomId);
    try {
      let head = this.#head(roomId);
      while (head) {
        await this.#sendOne(head);
        head = this.#head(roomId);
      }
    } finally {
      this.#busy.delete(roomId);
    }
  }

  /** The next message to send; none while the door is closed or a failed one blocks the way. */
  #head(roomId: string): OutboxEntry | null {
    const [first] = this.entries(roomId);
    return this.#isOpen && !this.#isStopped && first?.state === 'queued' ? first : null;
  }

  async #sendOne(entry: OutboxEntry): Promise<void> {
    let sending = await this.#update(entry, { state: 'sending' });
    let eventId: string;
    try {
      if (sending.uploads.length > 0) sending = await this.#upload(sending);
      if (this.#isStopped || !this.#find(sending.roomId, sending.txnId)) return;
      eventId = await this.world.send(sending);
    } catch (error) {
      await this.#failed(sending, this.world.describe(error));
      return;
    }
    if (this.#isStopped) return;
    this.#tries.delete(entry.roomId);
    this.world.sent(sending, eventId);
    await this.#drop(sending);
  }

  async #upload(entry: OutboxEntry): Promise<OutboxEntry> {
    const controller = new AbortController();
    this.#uploads.set(entry.txnId, controller);
    try {
      const content = await this.world.upload(entry, {
        onProgress: (progress) => this.#put({ ...entry, progress }),
        signal: controller.signal,
      });
      // Saved, so that a file is not uploaded twice when the message itself has to wait.
      return await this.#update(entry, { content, uploads: [], progress: null });
    } finally {
      this.#uploads.delete(entry.txnId);
    }
  }

  async #failed(entry: OutboxEntry, error: CommandError): Promise<void> {
    if (this.#isStopped || !this.#find(entry.roomId, entry.txnId)) return;
    const tries = (this.#tries.get(entry.roomId) ?? 0) + 1;
    this.#tries.set(entry.roomId, tries);
    const mayTryAgain = tries < badAnswerTries;
    switch (error.code) {
      case 'unreachable':
      case 'signedOut':
        // Not the message's fault: it waits for the connection, however long that takes.
        this.#isOpen = false;
        await this.#update(entry, { state: 'queued' });
        return;
      case 'rateLimited':
        await this.#update(entry, { state: 'queued' });
        return pause(error.retryAfterMs ?? backoffDelay(tries, this.world.random()));
      case 'badAnswer':
        if (!mayTryAgain) break;
        await this.#update(entry, { state: 'queued' });
        return pause(backoffDelay(tries, this.world.random()));
      default:
    }
    // What only changes another message has no place where it could be tried again.
    if (entry.preview === null) await this.#drop(entry);
    else await this.#update(entry, { state: 'failed', error: error.code });
  }

  async #update(entry: OutboxEntry, change: Partial<OutboxEntry>): Promise<OutboxEntry> {
    const updated = { ...entry, ...change };
    // What was dropped meanwhile must not come back with the next start.
    if (this.#put(updated)) await this.world.save(updated);
    return updated;
  }

  /** Shows an entry in its new form; false when it is not there any more. */
  #put(entry: OutboxEntry): boolean {
    const room = this.#room(entry.roomId);
    const index = room.findIndex((other) => other.txnId === entry.txnId);
    if (index < 0) return false;
    room[index] = entry;
    this.world.changed(entry.roomId);
    return true;
  }

  async #drop(entry: OutboxEntry): Promise<void> {
    const others = this.entries(entry.roomId).filter((other) => other.txnId !== entry.txnId);
    this.#rooms.set(entry.roomId, others);
    this.world.changed(entry.roomId);
    await this.world.remove(entry.txnId);
  }

  #find(roomId: string, txnId: string): OutboxEntry | null {
    return this.entries(roomId).find((entry) => entry.txnId === txnId) ?? null;
  }

  #room(roomId: string): OutboxEntry[] {
    const room = this.#rooms.get(roomId) ?? [];
    this.#rooms.set(roomId, room);
    return room;
  }
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
