/** What other events, sent or still on their way, make of a message: reactions, threads, other versions, votes. */
import type { NamedUser, Reaction, ThreadSummary } from '@/matrix/types';
import type { OutboxEntry } from '../outbox';
import type { MatrixEvent, Room } from '../sdk';
import { claims, number, text } from './claims';

const mostReactions = 40;
const longestKey = 80;
const shownPeople = 3;

/** How an event is bound to another, read from what the server sees, since that part is never encrypted. */
export interface Relation {
  type: string | null;
  eventId: string | null;
  /** The message that is answered; null also where a thread only names it for clients without threads. */
  inReplyTo: string | null;
}

const unrelated: Relation = { type: null, eventId: null, inReplyTo: null };

export function relationOf(event: MatrixEvent): Relation {
  return relationIn(event.getWireContent()) ?? relationIn(event.getContent()) ?? unrelated;
}

/** Null where the content says nothing of other events. */
export function relationIn(content: unknown): Relation | null {
  const relates = claims(content)['m.relates_to'];
  if (relates === undefined) return null;
  const { rel_type, event_id, is_falling_back, ...others } = claims(relates);
  const isFallback = rel_type === 'm.thread' && is_falling_back === true;
  return {
    type: text(rel_type),
    eventId: text(event_id),
    inReplyTo: isFallback ? null : text(claims(others['m.in_reply_to']).event_id),
  };
}

/** What waits in the outbox, by the event that it will change. */
export class Overlay {
  readonly #byTarget = new Map<string, OutboxEntry[]>();

  constructor(entries: readonly OutboxEntry[]) {
    for (const entry of entries) {
      const target = relationIn(entry.content)?.eventId;
      if (target == null) continue;
      this.#byTarget.set(target, [...(this.#byTarget.get(target) ?? []), entry]);
    }
  }

  /** Differs when something else waits. */
  stamp(eventId: string): string {
    return (this.#byTarget.get(eventId) ?? []).map((entry) => entry.txnId).join();
  }

  /** What the message will say once its newest version is sent; null when none waits. */
  edit(eventId: string): Record<string, unknown> | null {
    const edits = this.#of(eventId, 'm.replace');
    const content = edits.at(-1)?.content['m.new_content'];
    return content === undefined ? null : { ...claims(content) };
  }

  /** Reactions that wait, by their keys. */
  reactionKeys(eventId: string): string[] {
    return this.#of(eventId, 'm.annotation').flatMap(
      ({ content }) => text(claims(content['m.relates_to']).key) ?? [],
    );
  }

  /** Votes that wait, and an end of the poll. */
  references(eventId: string): OutboxEntry[] {
    return this.#of(eventId, 'm.reference');
  }

  #of(eventId: string, type: string): OutboxEntry[] {
    const entries = this.#byTarget.get(eventId) ?? [];
    return entries.filter(({ content }) => relationIn(content)?.type === type);
  }
}

/** How many related events there are: a stamp for what is made of them. */
export function countRelated(room: Room, eventId: string, type: string, eventType: string): number {
  return (
    room.relations.getChildEventsForEvent(eventId, type, eventType)?.getRelations().length ?? 0
  );
}

export function relatedEvents(
  room: Room,
  eventId: string,
  type: string,
  eventTypes: readonly string[],
): MatrixEvent[] {
  return eventTypes.flatMap(
    (eventType) =>
      room.relations.getChildEventsForEvent(eventId, type, eventType)?.getRelations() ?? [],
  );
}

export function named(room: Room, userId: string): NamedUser {
  return { userId, name: room.getMember(userId)?.name ?? userId };
}

/** Chips in the order of their first use. One person counts once for each. */
export function projectReactions(
  room: Room,
  eventId: string,
  userId: string,
  pendingKeys: readonly string[],
  isGone: (eventId: string) => boolean,
): Reaction[] {
  const chips = new Map<string, { shortcode: string | null; people: Set<string> }>();
  const add = (key: string, shortcode: string | null, senderId: string) => {
    const chip = chips.get(key) ?? { shortcode, people: new Set() };
    chip.people.add(senderId);
    chips.set(key, chip);
  };
  const events = relatedEvents(room, eventId, 'm.annotation', ['m.reaction']);
  for (const event of [...events].sort((a, b) => a.getTs() - b.getTs())) {
    const key = text(claims(event.getContent()['m.relates_to']).key);
    const senderId = event.getSender();
    if (key === null || key.length > longestKey || senderId === undefined) continue;
    if (event.isRedacted() || isGone(event.getId() ?? '')) continue;
    const content = claims(event.getContent());
    add(key, text(content.shortcode) ?? text(content['com.beeper.reaction.shortcode']), senderId);
  }
  for (const key of pendingKeys) add(key, null, userId);
  return [...chips].slice(0, mostReactions).map(([key, { shortcode, people }]) => ({
    key,
    shortcode,
    count: people.size,
    isOwn: people.has(userId),
    first: [...people].slice(0, shownPeople).map((id) => named(room, id)),
  }));
}

/** The own reaction to an event with that key, as an event; null when there is none on the server. */
export function ownReaction(
  room: Room,
  eventId: string,
  userId: string,
  key: string,
): MatrixEvent | null {
  const events = relatedEvents(room, eventId, 'm.annotation', ['m.reaction']);
  const isOurs = (event: MatrixEvent) =>
    event.getSender() === userId &&
    !event.isRedacted() &&
    claims(event.getContent()['m.relates_to']).key === key;
  return events.find(isOurs) ?? null;
}

/** The answers in each thread that are loaded, by the event it began with. */
export type ThreadReplies = ReadonlyMap<string, readonly MatrixEvent[]>;

export function collectThreads(events: readonly MatrixEvent[]): ThreadReplies {
  const threads = new Map<string, MatrixEvent[]>();
  for (const event of events) {
    const { type, eventId } = relationOf(event);
    if (type !== 'm.thread' || eventId === null || event.isRedacted()) continue;
    const replies = threads.get(eventId);
    if (replies) replies.push(event);
    else threads.set(eventId, [event]);
  }
  return threads;
}

/** What the server counted when it gave us the first event, and what came in since. */
export function projectThread(
  room: Room,
  root: MatrixEvent,
  replies: readonly MatrixEvent[],
): ThreadSummary | null {
  const bundle = claims(root.getServerAggregatedRelation('m.thread'));
  const counted = number(bundle.count, 0, Number.MAX_SAFE_INTEGER) ?? 0;
  const latest = claims(bundle.latest_event);
  const latestTs = number(latest.origin_server_ts, 0, Number.MAX_SAFE_INTEGER) ?? 0;
  const isNew = (event: MatrixEvent) =>
    event.getTs() > latestTs && event.getId() !== latest.event_id;
  const count = Math.max(replies.length, counted + replies.filter(isNew).length);
  if (count === 0) return null;
  const latestSender = text(latest.sender);
  const people = new Set(replies.map((event) => event.getSender() ?? '').reverse());
  if (latestSender !== null) people.add(latestSender);
  return { count, people: [...people].slice(0, shownPeople).map((id) => named(room, id)) };
}
