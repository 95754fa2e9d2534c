/** Who is there: what servers tell of others, and what we let them tell of us. */
import type { PersonPresence } from '@/matrix/types';
import type { Publisher } from './publisher';
import type { MatrixClient, MatrixSdk, SetPresence, User } from './sdk';

/** So long after the last tab was looked at, we still count as there. */
const awayAfterMs = 5 * 60_000;

export class PresenceBoard {
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isShared = true;
  #isActive = true;

  constructor(
    private readonly client: MatrixClient,
    private readonly ownUserId: string,
    private readonly publisher: Publisher,
  ) {}

  listen({ UserEvent, RoomMemberEvent }: MatrixSdk): void {
    const tell = (_event: unknown, user: User) => this.#tell(user);
    this.client.on(UserEvent.Presence, tell);
    this.client.on(UserEvent.CurrentlyActive, tell);
    this.client.on(UserEvent.LastPresenceTs, tell);
    this.client.on(RoomMemberEvent.Membership, (_event, { userId, membership }) => {
      const user = isOut(membership) ? this.client.getUser(userId) : null;
      if (user) this.#tell(user);
    });
  }

  /** Somebody looks at a tab, or nobody does any more. */
  setAttention(isFocused: boolean): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (isFocused) this.#set(true);
    else this.#timer = setTimeout(() => this.#set(false), awayAfterMs);
  }

  /** Whether others may know of us at all. */
  share(isShared: boolean): void {
    if (this.#isShared === isShared) return;
    this.#isShared = isShared;
    this.#apply();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #set(isActive: boolean): void {
    if (this.#isActive === isActive) return;
    this.#isActive = isActive;
    this.#apply();
  }

  /** Goes along with the next sync. */
  #apply(): void {
    const state = this.#isShared ? (this.#isActive ? 'online' : 'unavailable') : 'offline';
    this.client.setSyncPresence(state as SetPresence);
  }

  #tell(user: User): void {
    if (user.userId === this.ownUserId) return;
    const person = project(user);
    const isGone = person.isOnline && this.#hasLeft(user.userId);
    this.publisher.setPresence(isGone ? { ...person, isOnline: false } : person);
  }

  /** Nobody tells of those with whom no room is shared any more: they would be there for ever. */
  #hasLeft(userId: string): boolean {
    const memberships = this.client
      .getRooms()
      .flatMap((room) => room.getMember(userId)?.membership ?? []);
    return memberships.length > 0 && memberships.every(isOut);
  }
}

function isOut(membership: string | undefined): boolean {
  return membership === 'leave' || membership === 'ban';
}

function project(user: User): PersonPresence {
  const isOnline = user.presence === 'online';
  return {
    userId: user.userId,
    isOnline,
    lastActiveTs: user.lastPresenceTs > 0 && user.lastActiveAgo >= 0 ? lastActiveTs(user) : null,
    status: user.presenceStatusMsg ?? null,
  };
}

/** To the minute: a more exact time would change with each word of the server without meaning more. */
function lastActiveTs({ lastPresenceTs, lastActiveAgo }: User): number {
  return Math.floor((lastPresenceTs - lastActiveAgo) / 60_000) * 60_000;
}
