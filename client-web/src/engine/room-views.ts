/** What the publisher reads: rooms of the running SDK client, with our unsent messages, as plain data. */
import type { Member, PaginationState, RoomSummary } from '@/matrix/types';
import type { DirectChats } from './direct';
import type { Outbox, OutboxEntry } from './outbox';
import { projectSummary } from './project/summary';
import {
  type Acknowledged,
  type Echoes,
  ItemCache,
  keyOf,
  type ProjectedTimeline,
  projectMember,
  projectTimeline,
} from './project/timeline';
import type { Source, TimelineView } from './publisher';
import type { Direction, MatrixClient, MatrixEvent, Room } from './sdk';

const backward = 'b' as Direction.Backward;

export class RoomViews implements Source {
  readonly #acknowledged = new Map<string, Acknowledged[]>();
  readonly #txnIds = new Map<string, string>();
  readonly #items = new ItemCache();
  readonly #pagination = new Map<string, 'loading' | 'failed'>();
  /** Rooms of which all members were asked for. */
  readonly #withAllMembers = new Set<string>();

  constructor(
    private readonly client: MatrixClient,
    private readonly userId: string,
    private readonly direct: DirectChats,
    private readonly outbox: Outbox,
    private readonly changed: (roomId: string) => void,
  ) {}

  summary(roomId: string): RoomSummary | null {
    const room = this.client.getRoom(roomId);
    if (!room) return null;
    const directUserId = this.direct.userOf(room);
    return projectSummary(room, this.userId, directUserId, this.#echoes(roomId));
  }

  timeline(roomId: string): TimelineView | null {
    const room = this.client.getRoom(roomId);
    if (!room) return null;
    const projected = this.#project(room);
    const backwards = this.#backwards(room);
    return {
      timeline: { roomId, backwards, ...projected },
      members: this.#members(room, projected),
    };
  }

  /** The server took one of our messages; until sync brings it back it stands at the end. */
  acknowledge(entry: OutboxEntry, eventId: string): void {
    this.#txnIds.set(eventId, entry.txnId);
    const { roomId } = entry;
    const waiting = this.#acknowledged.get(roomId) ?? [];
    this.#acknowledged.set(roomId, [...waiting, { entry, eventId }]);
  }

  /** A gap cut the timeline: what was acknowledged before it is on its other side. */
  cut(roomId: string): void {
    this.#acknowledged.delete(roomId);
  }

  /**
   * The event to send a receipt for when everything up to an item is read: what follows it unseen (reactions,
   * state) is read with it. Null when there is nothing newer to report.
   */
  receiptEvent(roomId: string, key: string): MatrixEvent | null {
    const room = this.client.getRoom(roomId);
    if (!room) return null;
    const events = room.getLiveTimeline().getEvents();
    const { items } = this.#project(room);
    const next = items[items.findIndex((item) => item.key === key) + 1];
    const keys = events.map((event) => keyOf(event, event.getId() ?? '', this.#txnIds));
    const end = next?.eventId == null ? events.length : keys.indexOf(next.key);
    const at = keys.includes(key) ? end - 1 : -1;
    const readUpTo = room.getEventReadUpTo(this.userId, true);
    const readAt = events.findIndex((event) => event.getId() === readUpTo);
    return at > readAt ? (events[at] ?? null) : null;
  }

  /** Loads older events. Does nothing while that is going on, and at the beginning of the room. */
  async paginateBack(roomId: string, limit: number): Promise<void> {
    const room = this.client.getRoom(roomId);
    if (!room || ['loading', 'end'].includes(this.#backwards(room))) return;
    this.#setPagination(roomId, 'loading');
    try {
      const timeline = room.getLiveTimeline();
      await this.client.paginateEventTimeline(timeline, { backwards: true, limit });
      // The SDK keeps the members that came with history at the far end only; people are named by the current state.
      const members = timeline.getState(backward)?.getStateEvents('m.room.member') ?? [];
      room.currentState.setUnknownStateEvents(members);
      this.#setPagination(roomId, null);
    } catch (error) {
      this.#setPagination(roomId, 'failed');
      throw error;
    }
  }

  async loadMembers(roomId: string): Promise<void> {
    await this.client.getRoom(roomId)?.loadMembersIfNeeded();
    this.#withAllMembers.add(roomId);
    this.changed(roomId);
  }

  #project(room: Room): ProjectedTimeline {
    return projectTimeline(room, this.userId, this.#echoes(room.roomId), this.#items);
  }

  #echoes(roomId: string): Echoes {
    const room = this.client.getRoom(roomId);
    const waiting = this.#acknowledged.get(roomId) ?? [];
    const acknowledged = waiting.filter(({ eventId }) => !room?.findEventById(eventId));
    if (acknowledged.length === 0) this.#acknowledged.delete(roomId);
    return {
      acknowledged,
      outbox: this.outbox.entries(roomId),
      txnIds: this.#txnIds,
    };
  }

  #members(room: Room, { items }: Pick<TimelineView['timeline'], 'items'>): Member[] {
    const userIds = new Set(items.map((item) => item.senderId)).add(this.userId);
    if (this.#withAllMembers.has(room.roomId)) {
      for (const member of room.getMembers()) userIds.add(member.userId);
    }
    return [...userIds].flatMap((userId) => projectMember(room, userId) ?? []);
  }

  #backwards(room: Room): PaginationState {
    const timeline = room.getLiveTimeline();
    const isWhole =
      timeline.getPaginationToken(backward) === null ||
      timeline.getEvents()[0]?.getType() === 'm.room.create';
    return this.#pagination.get(room.roomId) ?? (isWhole ? 'end' : 'idle');
  }

  #setPagination(roomId: string, state: 'loading' | 'failed' | null): void {
    if (state) this.#pagination.set(roomId, state);
    else this.#pagination.delete(roomId);
    this.changed(roomId);
  }
}
