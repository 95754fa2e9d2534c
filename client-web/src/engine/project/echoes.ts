/** Our own messages that are no events yet, as items. */
import { ownTypes } from '@/lib/own-types';
import type { Delivery, MessageContent, MessageItem, ReplyQuote } from '@/matrix/types';
import type { Acknowledged } from '../acknowledgements';
import type { OutboxEntry } from '../outbox';
import type { MatrixEvent, Room } from '../sdk';
import { claims, text } from './claims';
import type { Quotes } from './quotes';
import { type Overlay, relationIn } from './relations';

/** Our own messages that are not events (yet), and what we have done to others. */
export interface Echoes {
  acknowledged: readonly Acknowledged[];
  outbox: readonly OutboxEntry[];
  /** Transaction id by event id, for servers that do not repeat it in `unsigned`. */
  txnIds: ReadonlyMap<string, string>;
  /** What waits to change events that are there. */
  overlay: Overlay;
  /** Being deleted, or hidden by us. */
  gone: ReadonlySet<string>;
}

/** A message by itself: nothing else was made of it. */
export const alone = {
  reply: null,
  reactions: [],
  thread: null,
  forwardedFrom: null,
  isPinned: false,
  mentionsUs: false,
} satisfies Partial<MessageItem>;

/** Messages on their way, as items; those that sync has brought meanwhile are left out. */
export function echoItems(
  room: Room,
  userId: string,
  echoes: Echoes,
  quotes: Quotes | null = null,
): MessageItem[] {
  const { acknowledged, outbox, txnIds } = echoes;
  if (acknowledged.length + outbox.length === 0) return [];
  // Sync may be faster than the answer to the request that sent the message.
  const events = room.getLiveTimeline().getEvents();
  const keys = new Set(events.map((event) => keyOf(event, event.getId() ?? '', txnIds)));
  const quote = (eventId: string) => quotes?.quote(room, eventId) ?? null;
  return [
    ...acknowledged.map(({ entry, eventId }) => ({ entry, eventId, delivery: 'sent' as const })),
    ...outbox.map((entry) => ({ entry, eventId: null, delivery: entry.state })),
  ].flatMap(({ entry, eventId, delivery }) => {
    if (entry.preview === null || keys.has(entry.txnId)) return [];
    return echoItem(userId, { entry, eventId, delivery, content: entry.preview }, quote);
  });
}

/** What waits to be sent to a room of which nothing else is known yet. */
export function waitingItems(userId: string, entries: readonly OutboxEntry[]): MessageItem[] {
  return entries.flatMap((entry) => {
    if (entry.preview === null || threadOf(entry) !== null) return [];
    const echo = { entry, eventId: null, delivery: entry.state, content: entry.preview };
    return echoItem(userId, echo, quoteToCome);
  });
}

const quoteToCome = (eventId: string): ReplyQuote => ({
  eventId,
  state: 'loading',
  sender: null,
  content: null,
});

/** The event that began the thread which a message goes to; null for one outside threads. */
export function threadOf(entry: OutboxEntry): string | null {
  const relation = relationIn(entry.content);
  return relation?.type === 'm.thread' ? relation.eventId : null;
}

interface Echo {
  entry: OutboxEntry;
  eventId: string | null;
  delivery: Delivery;
  content: MessageContent;
}

function echoItem(
  userId: string,
  { entry, eventId, delivery, content }: Echo,
  quote: (eventId: string) => ReplyQuote | null,
): MessageItem {
  const inReplyTo = relationIn(entry.content)?.inReplyTo ?? null;
  return {
    ...alone,
    kind: 'message',
    key: entry.txnId,
    eventId,
    senderId: userId,
    ts: entry.ts,
    isOwn: true,
    content,
    delivery,
    error: entry.error,
    upload: entry.progress,
    isEdited: false,
    reply: inReplyTo === null ? null : quote(inReplyTo),
    forwardedFrom: forwardedFrom(entry.content),
  };
}

/** Who wrote it first, where they are named. */
export function forwardedFrom(content: unknown): MessageItem['forwardedFrom'] {
  const { user_id, name } = claims(claims(content)[ownTypes.forwarded]);
  const userId = text(user_id);
  return userId === null ? null : { userId, name: text(name) ?? userId };
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
