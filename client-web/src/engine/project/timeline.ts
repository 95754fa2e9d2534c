/** An SDK room's live timeline, with our unsent messages at its end, as plain items. */
import type { Delivery, Member, TimelineItem } from '@/matrix/types';
import type { OutboxEntry } from '../outbox';
import type { MatrixEvent, Room } from '../sdk';
import { projectContent } from './content';
import { projectService } from './service';

/** A message that the server has taken and that sync has not brought back yet. */
export interface Acknowledged {
  entry: OutboxEntry;
  eventId: string;
}

/** Our own messages that are not events (yet). */
export interface Echoes {
  acknowledged: readonly Acknowledged[];
  outbox: readonly OutboxEntry[];
  /** Transaction id by event id, for servers that do not repeat it in `unsigned`. */
  txnIds: ReadonlyMap<string, string>;
}

export interface ProjectedTimeline {
  items: TimelineItem[];
  ownReadKey: string | null;
}

/**
 * What became of each event, so that a room with ten thousand of them is not written out anew for each message.
 * An item that did not change is the same object, which also makes finding differences cheap.
 */
export class ItemCache {
  readonly #known = new WeakMap<MatrixEvent, { stamp: string; item: TimelineItem | null }>();

  /** The item of an event, made anew when the stamp differs from the last one. */
  item(event: MatrixEvent, stamp: string, make: () => TimelineItem | null): TimelineItem | null {
    const known = this.#known.get(event);
    if (known?.stamp === stamp) return known.item;
    const item = make();
    this.#known.set(event, { stamp, item });
    return item;
  }
}

export function projectTimeline(
  room: Room,
  userId: string,
  echoes: Echoes,
  cache: ItemCache,
): ProjectedTimeline {
  const events = room.getLiveTimeline().getEvents();
  const readUpTo = room.getEventReadUpTo(userId);
  const readByOthers = indexReadByOthers(room, events, userId);
  const items: TimelineItem[] = [];
  let ownReadKey: string | null = null;
  for (const [index, event] of events.entries()) {
    const isRead = index <= readByOthers;
    const item = cache.item(event, stampOf(event, isRead, echoes.txnIds), () =>
      asRead(projectEvent(room, event, userId, echoes.txnIds), isRead),
    );
    if (item) items.push(item);
    if (event.getId() === readUpTo) ownReadKey = items.at(-1)?.key ?? null;
  }
  return { items: [...items, ...echoItems(room, userId, echoes)], ownReadKey };
}

/** Everything that an event's item depends on and that can change. */
function stampOf(event: MatrixEvent, isRead: boolean, txnIds: Echoes['txnIds']): string {
  return [
    keyOf(event, event.getId() ?? '', txnIds),
    event.getType(),
    event.replacingEventId(),
    event.isRedacted(),
    isRead,
  ].join(' ');
}

function asRead(item: TimelineItem | null, isRead: boolean): TimelineItem | null {
  return item?.kind === 'message' && item.isOwn && isRead ? { ...item, delivery: 'read' } : item;
}

/** One event as an item; null when the timeline does not show it. */
export function projectEvent(
  room: Room,
  event: MatrixEvent,
  userId: string,
  txnIds: ReadonlyMap<string, string>,
): TimelineItem | null {
  const eventId = event.getId();
  const senderId = event.getSender();
  if (eventId === undefined || senderId === undefined) return null;
  const base = {
    key: keyOf(event, eventId, txnIds),
    eventId,
    senderId,
    ts: event.getTs(),
    isOwn: senderId === userId,
  };
  const content = projectContent(event);
  if (content) {
    const isEdited = event.replacingEvent() !== null;
    return {
      ...base,
      kind: 'message',
      content,
      delivery: 'sent',
      error: null,
      upload: null,
      isEdited,
    };
  }
  const action = projectService(event, room.getCreator());
  return action && { ...base, kind: 'service', action };
}

/** An own message keeps the key that its local echo had: the transaction id. */
export function keyOf(
  event: MatrixEvent,
  eventId: string,
  txnIds: ReadonlyMap<string, string>,
): string {
  const txnId: unknown = event.getUnsigned().transaction_id ?? txnIds.get(eventId);
  return typeof txnId === 'string' ? txnId : eventId;
}

/** Messages on their way, as items; those that sync has brought meanwhile are left out. */
export function echoItems(room: Room, userId: string, echoes: Echoes): TimelineItem[] {
  const { acknowledged, outbox, txnIds } = echoes;
  if (acknowledged.length + outbox.length === 0) return [];
  // Sync may be faster than the answer to the request that sent the message.
  const events = room.getLiveTimeline().getEvents();
  const keys = new Set(events.map((event) => keyOf(event, event.getId() ?? '', txnIds)));
  return [
    ...acknowledged.flatMap(({ entry, eventId }) => echoItem(entry, userId, eventId, 'sent') ?? []),
    ...outbox.flatMap((entry) => echoItem(entry, userId, null, entry.state) ?? []),
  ].filter((item) => !keys.has(item.key));
}

function echoItem(
  entry: OutboxEntry,
  userId: string,
  eventId: string | null,
  delivery: Delivery,
): TimelineItem | null {
  if (entry.preview === null) return null;
  return {
    kind: 'message',
    key: entry.txnId,
    eventId,
    senderId: userId,
    ts: entry.ts,
    isOwn: true,
    content: entry.preview,
    delivery,
    error: entry.error,
    upload: entry.progress,
    isEdited: false,
  };
}

/** Index of the newest event that somebody else has read or answered; -1 when there is none. */
export function indexReadByOthers(
  room: Room,
  events: readonly MatrixEvent[],
  userId: string,
): number {
  let newest = -1;
  for (let index = events.length - 1; index > newest; index -= 1) {
    const event = events[index];
    if (!event) continue;
    const isMembership = event.getType() === 'm.room.member';
    if (!isMembership && event.getSender() !== userId) return index;
    const readers = room.getUsersReadUpTo(event).filter((reader) => reader !== userId);
    if (readers.length > 0 && !isMembership) return index;
    // The SDK takes a person's own event as their receipt. Joining is not reading: ask for the real one.
    for (const reader of readers) {
      const receipt = room.getReadReceiptForUserId(reader, true);
      newest = Math.max(
        newest,
        events.findIndex((candidate) => candidate.getId() === receipt?.eventId),
      );
    }
  }
  return newest;
}

/** A member as plain data; null for somebody whom the room's loaded state does not know. */
export function projectMember(room: Room, userId: string): Member | null {
  const member = room.getMember(userId);
  if (!member) return null;
  return {
    userId,
    name: member.name,
    avatarUrl: member.getMxcAvatarUrl() ?? null,
    membership: (member.membership ?? 'leave') as Member['membership'],
    powerLevel: member.powerLevel,
  };
}
