/** Which rooms are private chats: the `m.direct` account data, read and kept up. */
import type { EventType, MatrixClient, Room } from './sdk';

const directType = 'm.direct' as EventType.Direct;

type DirectContent = Record<string, string[]>;

export class DirectChats {
  /** What we wrote and sync has not confirmed yet, so that two quick changes do not undo each other. */
  #unconfirmed: DirectContent | null = null;

  constructor(private readonly client: MatrixClient) {}

  /** The account data came (back) by sync. */
  confirmed(): void {
    this.#unconfirmed = null;
  }

  /** The other person of a private chat, else null. An invite says itself whether it is one. */
  userOf(room: Room): string | null {
    const byAccountData = Object.entries(this.#content()).find(([, rooms]) =>
      rooms.includes(room.roomId),
    );
    if (byAccountData) return byAccountData[0];
    return room.getMyMembership() === 'invite' ? (room.getDMInviter() ?? null) : null;
  }

  /** The private chat with somebody that both still belong to, if there is one. */
  roomWith(userId: string): string | null {
    const rooms = this.#content()[userId] ?? [];
    return rooms.find((roomId) => this.#isAlive(roomId, userId)) ?? null;
  }

  /** Remembers a room as private chat with somebody, on all their devices. */
  async add(userId: string, roomId: string): Promise<void> {
    const content = this.#content();
    const rooms = content[userId] ?? [];
    if (rooms.includes(roomId)) return;
    await this.#save({ ...content, [userId]: [roomId, ...rooms] });
  }

  /** Forgets a room that was left. */
  async remove(roomId: string): Promise<void> {
    const content = this.#content();
    if (!Object.values(content).some((rooms) => rooms.includes(roomId))) return;
    const kept = Object.entries(content)
      .map(([userId, rooms]) => [userId, rooms.filter((id) => id !== roomId)] as const)
      .filter(([, rooms]) => rooms.length > 0);
    await this.#save(Object.fromEntries(kept));
  }

  #isAlive(roomId: string, userId: string): boolean {
    const room = this.client.getRoom(roomId);
    if (room?.getMyMembership() !== 'join') return false;
    const theirs = room.getMember(userId)?.membership;
    return theirs === undefined || theirs === 'join' || theirs === 'invite';
  }

  /** Account data is whatever some client wrote: only lists of strings are taken. */
  #content(): DirectContent {
    if (this.#unconfirmed) return this.#unconfirmed;
    const raw = this.client.getAccountData(directType)?.getContent() ?? {};
    const entries = Object.entries(raw as Record<string, unknown>).map(([userId, rooms]) => [
      userId,
      Array.isArray(rooms) ? rooms.filter((id) => typeof id === 'string') : [],
    ]);
    return Object.fromEntries(entries) as DirectContent;
  }

  async #save(content: DirectContent): Promise<void> {
    this.#unconfirmed = content;
    try {
      await this.client.setAccountDataRaw(directType, content);
    } catch (error) {
      this.#unconfirmed = null;
      throw error;
    }
  }
}
