/** What the publisher reads: rooms of the running SDK client, with our unsent messages, as plain data. */
import { parseTimelineId, type TimelinePlace } from '@/lib/timeline-id';
import type { Member, RoomDetails, RoomSummary, TimelineItem } from '@/matrix/types';
import { Acknowledgements } from './acknowledgements';
import type { DirectChats } from './direct';
import { Histories, type Run } from './histories';
import type { MediaKeys } from './media-desk';
import type { Mutes } from './mutes';
import type { Outbox, OutboxEntry } from './outbox';
import { isBeingDecrypted } from './project/content';
import { projectDetails } from './project/details';
import { type Echoes, echoItems, keyOf, threadOf } from './project/echoes';
import { Quotes } from './project/quotes';
import { Overlay, relationOf } from './project/relations';
import { pinnedIds, projectSummary } from './project/summary';
import {
  ItemCache,
  projectEvent,
  projectMember,
  projectTimeline,
  type Surroundings,
} from './project/timeline';
import type { Source, TimelineView } from './publisher';
import type { MatrixClient, MatrixEvent, Room } from './sdk';

export class RoomViews implements Source {
  readonly histories: Histories;
  readonly quotes: Quotes;
  /** Until the account has its first sync. */
  isBehind = true;
  readonly #acknowledged = new Acknowledgements();
  readonly #txnIds = new Map<string, string>();
  /** Events that are being deleted. */
  readonly #gone = new Set<string>();
  readonly #items = new ItemCache();
  /** Rooms of which all members were asked for. */
  readonly #withAllMembers = new Set<string>();

  constructor(
    private readonly client: MatrixClient,
    private readonly userId: string,
    private readonly direct: DirectChats,
    private readonly mutes: Mutes,
    private readonly outbox: Outbox,
    private readonly keys: MediaKeys,
    private readonly changed: (roomId: string) => void,
  ) {
    this.quotes = new Quotes((roomId, eventId) => this.#fetchEvent(roomId, eventId), changed);
    this.histories = new Histories(client, this.quotes, changed);
  }

  summary(roomId: string): RoomSummary | null {
    const room = this.client.getRoom(roomId);
    if (!room) return null;
    const directUserId = this.direct.userOf(room);
    return projectSummary(
      room,
      this.userId,
      directUserId,
      this.#echoes(roomId),
      this.mutes.isMuted(roomId),
    );
  }

  timeline(timelineId: string): TimelineView | null {
    const place = parseTimelineId(timelineId);
    const room = this.client.getRoom(place.roomId);
    const run = room && this.histories.run(room, timelineId);
    if (!run) return null;
    const { items, ownReadKey } = this.#project(room, place, run);
    const { backwards, forwards } = run;
    return {
      timeline: { timelineId, items, backwards, forwards, ownReadKey },
      members: this.#members(room, items),
    };
  }

  details(roomId: string): RoomDetails | null {
    const room = this.client.getRoom(roomId);
    return room && projectDetails(room, this.userId);
  }

  /** The server took one of our messages; until sync brings it back it stands at the end. */
  acknowledge(entry: OutboxEntry, eventId: string): void {
    this.#txnIds.set(eventId, entry.txnId);
    this.#acknowledged.add(entry, eventId);
  }

  /** A gap in what sync brought cut the timeline. */
  cut(roomId: string): void {
    this.#acknowledged.cut(roomId);
  }

  synced(): void {
    for (const roomId of this.#acknowledged.synced()) this.changed(roomId);
  }

  /** Takes an event out of sight, or brings it back when it could not be deleted. */
  setGone(roomId: string, eventId: string, isGone: boolean): void {
    if (isGone) this.#gone.add(eventId);
    else this.#gone.delete(eventId);
    this.changed(roomId);
  }

  isGone(eventId: string): boolean {
    return this.#gone.has(eventId);
  }

  /**
   * The event to send a receipt for when everything up to an item is read: what follows it unseen (reactions,
   * state) is read with it. Null when there is nothing newer to report.
   */
  receiptEvent(roomId: string, key: string): MatrixEvent | null {
    const room = this.client.getRoom(roomId);
    const run = room && this.histories.run(room, roomId);
    if (!run) return null;
    const { events } = run;
    const { items } = this.#project(room, { kind: 'live', roomId }, run);
    const next = items[items.findIndex((item) => item.key === key) + 1];
    const keys = events.map((event) => keyOf(event, event.getId() ?? '', this.#txnIds));
    const end = next?.eventId == null ? events.length : keys.indexOf(next.key);
    const at = keys.includes(key) ? end - 1 : -1;
    const readUpTo = room.getEventReadUpTo(this.userId, true);
    const readAt = events.findIndex((event) => event.getId() === readUpTo);
    return at > readAt ? (events[at] ?? null) : null;
  }

  async loadMembers(roomId: string): Promise<void> {
    await this.client.getRoom(roomId)?.loadMembersIfNeeded();
    this.#withAllMembers.add(roomId);
    this.changed(roomId);
  }

  /** An event of the room, wherever it is; rejects where the server does not give it to us. */
  async event(roomId: string, eventId: string): Promise<MatrixEvent> {
    const room = this.client.getRoom(roomId);
    const known = room && this.quotes.find(room, eventId);
    return known ?? this.#fetchEvent(roomId, eventId);
  }

  /** Whether the event has a place of its own among the room's messages. */
  isShown(roomId: string, event: MatrixEvent): boolean {
    const room = this.client.getRoom(roomId);
    if (!room || relationOf(event).type === 'm.thread') return false;
    const item = projectEvent(room, event, this.userId, this.#echoes(roomId));
    return item !== null && !(item.kind === 'message' && item.content.kind === 'deleted');
  }

  async #fetchEvent(roomId: string, eventId: string): Promise<MatrixEvent> {
    const event = this.client.getEventMapper()(await this.client.fetchRoomEvent(roomId, eventId));
    await this.client.decryptEventIfNeeded(event);
    return event;
  }

  #project(room: Room, place: TimelinePlace, run: Run) {
    const { roomId } = room;
    const echoes = this.#echoes(roomId);
    const around: Surroundings = {
      room,
      userId: this.userId,
      echoes,
      quotes: this.quotes,
      threads: run.threads,
      pinned: new Set(pinnedIds(room)),
      noteKeys: (content) => this.keys.note(content),
    };
    const isThread = place.kind === 'thread';
    const isShown = (event: MatrixEvent) => isThread || relationOf(event).type !== 'm.thread';
    const projected = projectTimeline(around, run.events, isShown, this.#items);
    const isOfPlace = (entry: OutboxEntry) => threadOf(entry) === (isThread ? place.eventId : null);
    const here: Echoes = {
      ...echoes,
      acknowledged: echoes.acknowledged.filter(({ entry }) => isOfPlace(entry)),
      outbox: echoes.outbox.filter(isOfPlace),
    };
    const atEnd = run.forwards === 'end' ? echoItems(room, this.userId, here, this.quotes) : [];
    return { items: [...projected.items, ...atEnd], ownReadKey: projected.ownReadKey };
  }

  #echoes(roomId: string): Echoes {
    const room = this.client.getRoom(roomId);
    const acknowledged = this.#acknowledged.waiting(roomId, (eventId) => {
      const event = room?.findEventById(eventId);
      // What it changes does not show before it can be read.
      return event !== undefined && !isBeingDecrypted(event);
    });
    const outbox = this.outbox.entries(roomId);
    return {
      acknowledged,
      outbox,
      txnIds: this.#txnIds,
      overlay: new Overlay([...acknowledged.map(({ entry }) => entry), ...outbox]),
      gone: this.#gone,
    };
  }

  #members(room: Room, items: readonly TimelineItem[]): Member[] {
    const userIds = new Set(items.map((item) => item.senderId)).add(this.userId);
    if (this.#withAllMembers.has(room.roomId)) {
      for (const member of room.getMembers()) userIds.add(member.userId);
    }
    return [...userIds].flatMap((userId) => projectMember(room, userId) ?? []);
  }
}
