/** A run of an SDK room's events, with our unsent messages at its end, as plain items. */
import type { Member, MessageContent, TimelineItem } from '@/matrix/types';
import type { MatrixEvent, Room, RoomMember } from '../sdk';
import { callStamp, projectCall } from './call';
import { claims, list } from './claims';
import { isBeingDecrypted, projectContent, projectPlainContent } from './content';
import { alone, type Echoes, forwardedFrom, keyOf } from './echoes';
import { liveStamp, withPlace } from './live';
import { asVote, isPollStart, pollEndTypes, pollResponseTypes, tally, type Vote } from './poll';
import type { Quotes } from './quotes';
import {
  countRelated,
  projectReactions,
  projectThread,
  relatedEvents,
  relationOf,
  type ThreadReplies,
} from './relations';
import { projectService } from './service';
import { withoutReplyFallback } from './reply-fallback';

/** Where an event stands: all that its item is made of besides itself. */
export interface Surroundings {
  room: Room;
  userId: string;
  echoes: Echoes;
  quotes: Quotes;
  threads: ThreadReplies;
  pinned: ReadonlySet<string>;
  /** Told of each content that is shown, for the keys to its files. */
  noteKeys(content: unknown): void;
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

/** `isShown` leaves out what belongs to another run, such as the answers in threads. */
export function projectTimeline(
  around: Surroundings,
  events: readonly MatrixEvent[],
  isShown: (event: MatrixEvent) => boolean,
  cache: ItemCache,
): ProjectedTimeline {
  const { room, userId, echoes } = around;
  const readUpTo = room.getEventReadUpTo(userId);
  const readByOthers = indexReadByOthers(room, events, userId);
  const items: TimelineItem[] = [];
  let ownReadKey: string | null = null;
  for (const [index, event] of events.entries()) {
    const eventId = event.getId() ?? '';
    if (!echoes.gone.has(eventId) && isShown(event)) {
      const isRead = index <= readByOthers;
      const item = cache.item(event, stampOf(around, event, isRead), () =>
        asRead(projectItem(around, event), isRead),
      );
      if (item) items.push(item);
    }
    if (eventId === readUpTo) ownReadKey = items.at(-1)?.key ?? null;
  }
  return { items, ownReadKey };
}

/** Everything that an event's item depends on and that can change. */
function stampOf(around: Surroundings, event: MatrixEvent, isRead: boolean): string {
  const { room, echoes, quotes, threads, pinned } = around;
  const eventId = event.getId() ?? '';
  const type = event.getType();
  const { inReplyTo } = relationOf(event);
  return [
    keyOf(event, eventId, echoes.txnIds),
    type,
    event.decryptionFailureReason,
    isBeingDecrypted(event),
    event.replacingEventId(),
    event.isRedacted(),
    isRead,
    pinned.has(eventId),
    echoes.overlay.stamp(eventId),
    countRelated(room, eventId, 'm.annotation', 'm.reaction'),
    threads.get(eventId)?.length,
    inReplyTo === null ? '' : quotes.stamp(room, inReplyTo),
    isPollStart(type) ? pollStamp(room, eventId) : '',
    callStamp(room, event),
    liveStamp(room, event),
  ].join(' ');
}

function pollStamp(room: Room, eventId: string): number {
  return [...pollResponseTypes, ...pollEndTypes]
    .map((type) => countRelated(room, eventId, 'm.reference', type))
    .reduce((sum, count) => sum + count, 0);
}

function asRead(item: TimelineItem | null, isRead: boolean): TimelineItem | null {
  return item?.kind === 'message' && item.isOwn && isRead ? { ...item, delivery: 'read' } : item;
}

/** One event as an item, by itself; null when no timeline shows it. */
export function projectEvent(
  room: Room,
  event: MatrixEvent,
  userId: string,
  { txnIds, overlay }: Pick<Echoes, 'txnIds' | 'overlay'>,
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
  const pendingEdit = overlay.edit(eventId);
  const written = projectContent(event);
  const content =
    written && written.kind !== 'deleted' && pendingEdit
      ? (projectPlainContent(event.getType(), pendingEdit) ?? written)
      : written;
  if (!content) {
    const action = projectCall(room, event) ?? projectService(event, room.getCreator());
    return action && { ...base, kind: 'service', action };
  }
  const isEdited = pendingEdit !== null || event.replacingEvent() !== null;
  const isReply = relationOf(event).inReplyTo !== null;
  return {
    ...base,
    ...alone,
    kind: 'message',
    content: isReply && !isEdited ? withoutReplyFallback(content) : content,
    delivery: 'sent',
    error: null,
    upload: null,
    isEdited,
  };
}

/** The same with all that other events make of it. What is deleted is gone, unless a thread hangs on it. */
function projectItem(around: Surroundings, event: MatrixEvent): TimelineItem | null {
  const { room, userId, echoes, quotes, threads, pinned } = around;
  const item = projectEvent(room, event, userId, echoes);
  if (item?.kind !== 'message' || item.eventId === null) return item;
  const { eventId, content } = item;
  around.noteKeys(event.getContent());
  const thread = projectThread(room, event, threads.get(eventId) ?? []);
  if (content.kind === 'deleted') return thread && { ...item, thread };
  const { inReplyTo } = relationOf(event);
  const isGone = (id: string) => echoes.gone.has(id);
  const pendingKeys = echoes.overlay.reactionKeys(eventId);
  return {
    ...item,
    content: withRelated(around, event, content),
    reply: inReplyTo === null ? null : quotes.quote(room, inReplyTo),
    reactions: projectReactions(room, eventId, userId, pendingKeys, isGone),
    thread,
    forwardedFrom: forwardedFrom(event.getContent()),
    isPinned: pinned.has(eventId),
    mentionsUs: !item.isOwn && mentions(event.getContent(), userId),
  };
}

/** With what other events make of it. */
function withRelated(
  around: Surroundings,
  event: MatrixEvent,
  content: MessageContent,
): MessageContent {
  if (content.kind === 'poll') return withVotes(around, event.getId() ?? '', content);
  return content.kind === 'live' ? withPlace(around.room, event, content) : content;
}

function withVotes(
  { room, userId, echoes }: Surroundings,
  eventId: string,
  poll: Extract<MessageContent, { kind: 'poll' }>,
): MessageContent {
  const waiting = echoes.overlay.references(eventId);
  const pending = waiting
    .filter(({ eventType }) => pollResponseTypes.some((type) => type === eventType))
    .map(({ ts, content }): Vote => ({ senderId: userId, ts, content }));
  const votes = relatedEvents(room, eventId, 'm.reference', pollResponseTypes)
    .filter((event) => !event.isRedacted())
    .map(asVote);
  const creator = room.findEventById(eventId)?.getSender();
  const ends = relatedEvents(room, eventId, 'm.reference', pollEndTypes)
    .filter((event) => event.getSender() === creator && !event.isRedacted())
    .map((event) => event.getTs());
  const endTs = ends.length === 0 ? null : Math.min(...ends);
  return tally(poll, [...votes, ...pending], endTs, userId);
}

function mentions(content: unknown, userId: string): boolean {
  const { user_ids, room } = claims(claims(content)['m.mentions']);
  return room === true || list(user_ids).includes(userId);
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
    asked: member.membership === 'knock' ? askedBy(member) : null,
  };
}

function askedBy({ events }: RoomMember): Member['asked'] {
  const reason: unknown = events.member?.getContent().reason;
  const words = typeof reason === 'string' && reason.trim() !== '' ? reason : null;
  return { ts: events.member?.getTs() ?? 0, reason: words };
}
