/** An SDK room as a chat-list row. */
import { ownTypes } from '@/lib/own-types';
import type { MessagePreview, NamedUser, RoomSummary, TimelineItem } from '@/matrix/types';
import type { MatrixEvent, NotificationCountType, Room } from '../sdk';
import { list, text } from './claims';
import { type Echoes, echoItems } from './echoes';
import { isLivePlace } from './live';
import { oneLine } from './one-line';
import { indexReadByOthers, projectEvent } from './timeline';

const mostPinned = 100;
const unstableUnread = 'com.famedly.marked_unread';
const unreadTypes = new Set(['m.room.message', 'm.room.encrypted', 'm.sticker']);

/** Null for rooms that the list does not show. */
export function projectSummary(
  room: Room,
  userId: string,
  directUserId: string | null,
  echoes: Echoes,
  isMuted: boolean,
): RoomSummary | null {
  const membership = room.getMyMembership();
  if (membership !== 'join' && membership !== 'invite' && membership !== 'knock') return null;
  const lastMessage = projectPreview(room, userId, echoes);
  const isRead = isReadToTheEnd(room, userId);
  return {
    roomId: room.roomId,
    name: room.name === '' ? null : room.name,
    avatarUrl: avatarUrl(room, directUserId),
    topic: topic(room),
    membership,
    directUserId,
    inviter: membership === 'invite' ? inviter(room, userId) : null,
    joinedCount: room.getJoinedMemberCount(),
    invitedCount: room.getInvitedMemberCount(),
    lastMessage,
    activityTs: lastMessage?.ts ?? arrivalTs(room, userId),
    // The server's counts lag behind our own receipt; what we have read to the end is read.
    unreadCount: isRead ? 0 : unreadCount(room, userId),
    highlightCount: isRead
      ? 0
      : room.getUnreadNotificationCount('highlight' as NotificationCountType.Highlight),
    isEncrypted: room.hasEncryptionStateEvent(),
    maySend: room.maySendMessage(),
    mayDeleteOthers: mayDeleteOthers(room, userId),
    mayPin: room.currentState.maySendStateEvent('m.room.pinned_events', userId),
    pinned: pinnedIds(room),
    mayNotifyRoom: room.currentState.mayTriggerNotifOfType('room', userId),
    kind: kind(room),
    children: room.isSpaceRoom() ? children(room) : [],
    alias: room.getCanonicalAlias(),
    isMuted,
    pinOrder: pinOrder(room),
    isArchived: 'm.lowpriority' in room.tags,
    replacementRoomId: replacement(room),
    isMarkedUnread: isMarkedUnread(room),
    unreadReactions: isRead ? 0 : unreadReactions(room, userId),
  };
}

function projectPreview(room: Room, userId: string, echoes: Echoes): MessagePreview | null {
  const echo = echoItems(room, userId, echoes).at(-1);
  if (echo) return toPreview(room, echo);
  const events = room.getLiveTimeline().getEvents();
  let service: TimelineItem | null = null;
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const event = events[index];
    const isGone = echoes.gone.has(event?.getId() ?? '');
    const item = event && !isGone ? projectEvent(room, event, userId, echoes) : null;
    if (item?.kind === 'message' && item.content.kind !== 'deleted') {
      const isRead = item.isOwn && index <= indexReadByOthers(room, events, userId);
      return toPreview(room, isRead ? { ...item, delivery: 'read' } : item);
    }
    // A call is as good as a message.
    if (item?.kind === 'service' && item.action.type === 'call') return toPreview(room, item);
    // Changes of names and pictures do not lift a chat, arrivals do.
    if (item && !service && liftsChat(item)) service = item;
  }
  return service && toPreview(room, service);
}

function liftsChat(item: TimelineItem): boolean {
  return item.kind === 'service' && ['created', 'joined', 'invited'].includes(item.action.type);
}

function toPreview(room: Room, item: TimelineItem): MessagePreview {
  const { eventId, senderId, isOwn, ts } = item;
  const senderName = room.getMember(senderId)?.name ?? senderId;
  const base = { eventId, senderId, senderName, isOwn, ts };
  if (item.kind === 'service') {
    return { ...base, delivery: 'sent', content: { kind: 'service', action: item.action } };
  }
  return { ...base, delivery: item.delivery, content: oneLine(item.content) };
}

function isReadToTheEnd(room: Room, userId: string): boolean {
  const last = room.getLiveTimeline().getEvents().at(-1);
  const eventId = last?.getId();
  if (!last || eventId === undefined) return false;
  return last.getSender() === userId || room.getEventReadUpTo(userId) === eventId;
}

/** What is pinned, as far as it can be read. */
export function pinnedIds(room: Room): string[] {
  const content = room.currentState.getStateEvents('m.room.pinned_events', '')?.getContent();
  return list(content?.pinned)
    .slice(0, mostPinned)
    .flatMap((eventId) => text(eventId) ?? []);
}

function mayDeleteOthers(room: Room, userId: string): boolean {
  const member = room.getMember(userId);
  return (
    member !== null &&
    room.currentState.hasSufficientPowerLevelFor('redact', member.powerLevel) &&
    room.currentState.maySendEvent('m.room.redaction', userId)
  );
}

function avatarUrl(room: Room, directUserId: string | null): string | null {
  const own = room.getMxcAvatarUrl();
  if (own || directUserId === null) return own;
  const other = room.getMember(directUserId) ?? room.getAvatarFallbackMember();
  return other?.getMxcAvatarUrl() ?? null;
}

function topic(room: Room): string | null {
  const value: unknown = room.currentState.getStateEvents('m.room.topic', '')?.getContent().topic;
  return typeof value === 'string' && value !== '' ? value : null;
}

function inviter(room: Room, userId: string): NamedUser | null {
  const senderId = room.getMember(userId)?.events.member?.getSender();
  if (senderId === undefined) return null;
  return { userId: senderId, name: room.getMember(senderId)?.name ?? senderId };
}

/** When we came to the room. The state that comes with an invite may be stripped of its times. */
function arrivalTs(room: Room, userId: string): number {
  const ts = room.getMember(userId)?.events.member?.getTs() ?? room.getLastActiveTimestamp();
  return ts > 0 ? ts : 0;
}

function kind(room: Room): RoomSummary['kind'] {
  if (room.isSpaceRoom()) return 'space';
  const content = room.currentState.getStateEvents(ownTypes.kind, '')?.getContent();
  return content?.kind === 'channel' ? 'channel' : 'chat';
}

/** In the order that the community gives them, then by age. https://spec.matrix.org/latest/client-server-api/#ordering-of-children-within-a-space */
function children(room: Room): string[] {
  const order = (event: MatrixEvent): string => {
    const { order: given }: { order?: unknown } = event.getContent();
    // What has no place comes last.
    return typeof given === 'string' && /^[\x20-\x7e]{1,50}$/.test(given) ? given : '\x7f';
  };
  return room.currentState
    .getStateEvents('m.space.child')
    .filter((event) => Array.isArray(event.getContent().via))
    .sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : a.getTs() - b.getTs()))
    .flatMap((event) => event.getStateKey() ?? []);
}

function replacement(room: Room): string | null {
  const content = room.currentState.getStateEvents('m.room.tombstone', '')?.getContent();
  return text(content?.replacement_room);
}

function pinOrder(room: Room): number | null {
  const tag = room.tags['m.favourite'];
  if (!tag) return null;
  return typeof tag.order === 'number' ? tag.order : 1;
}

function isMarkedUnread(room: Room): boolean {
  const event = room.getAccountData('m.marked_unread') ?? room.getAccountData(unstableUnread);
  return event?.getContent().unread === true;
}

/** A server counts what notified, which is nothing while a chat is muted: then we count ourselves what is loaded. */
function unreadCount(room: Room, userId: string): number {
  const counted = room.getUnreadNotificationCount('total' as NotificationCountType.Total);
  // A server cannot tell a place, which nobody has to read, from a message when both are encrypted.
  if (counted > 0) return Math.max(0, counted - unreadPlaces(room, userId));
  return eventsAfterReceipt(room, userId).filter(
    (event) => event.getSender() !== userId && unreadTypes.has(event.getType()),
  ).length;
}

function unreadPlaces(room: Room, userId: string): number {
  if (!room.hasEncryptionStateEvent()) return 0;
  return eventsAfterReceipt(room, userId).filter(
    (event) => event.getSender() !== userId && isLivePlace(event.getType()),
  ).length;
}

function unreadReactions(room: Room, userId: string): number {
  return eventsAfterReceipt(room, userId).filter((event) => {
    if (event.getType() !== 'm.reaction' || event.getSender() === userId) return false;
    const target = event.getRelation()?.event_id;
    return target !== undefined && room.findEventById(target)?.getSender() === userId;
  }).length;
}

/** What is loaded and was not read; nothing where the receipt itself is not loaded. */
function eventsAfterReceipt(room: Room, userId: string): MatrixEvent[] {
  const events = room.getLiveTimeline().getEvents();
  const readUpTo = room.getEventReadUpTo(userId);
  const after: MatrixEvent[] = [];
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const event = events[index];
    if (event?.getId() === readUpTo) return after;
    if (event) after.push(event);
  }
  return [];
}
