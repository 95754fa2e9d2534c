/** Carries out what is done about messages that are there already. */
import { ownTypes } from '@/lib/own-types';
import type { MessageReference } from '@/matrix/protocol/events';
import type { FoundMessage, MessageVersion, PersonAt, Reactor } from '@/matrix/types';
import type { Account } from './account';
import { describeError, EngineFailure } from './errors';
import type { Content } from './outgoing';
import { newEntry } from './new-entry';
import { claims, text } from './project/claims';
import { projectContent, projectPlainContent } from './project/content';
import { endContent, voteContent } from './project/poll';
import { named, ownReaction, relatedEvents } from './project/relations';
import { pinnedIds } from './project/summary';
import type { EventType, MatrixEvent, Room } from './sdk';

const pinnedType = 'm.room.pinned_events' as EventType.RoomPinnedEvents;
const pollName = 'org.matrix.msc3381.poll';
/** So many events that nobody sees may come before the first message of a day. */
const mostPassedOver = 50;

export class Events {
  constructor(private readonly account: Account) {}

  async react(roomId: string, eventId: string, key: string, isOn: boolean): Promise<void> {
    const { outbox, client, session } = this.account;
    const waiting = outbox.entries(roomId).find(({ eventType, content }) => {
      const relation = claims(content['m.relates_to']);
      return eventType === 'm.reaction' && relation.event_id === eventId && relation.key === key;
    });
    const room = this.#room(roomId);
    const known = ownReaction(room, eventId, session.userId, key);
    const isGone = known !== null && this.account.views.isGone(known.getId() ?? '');
    if (isOn && !waiting && (known === null || isGone)) {
      const relation = { rel_type: 'm.annotation', event_id: eventId, key };
      await this.#post(roomId, 'm.reaction', { 'm.relates_to': relation });
    } else if (!isOn && waiting) {
      await outbox.discard(roomId, waiting.txnId);
    } else if (!isOn && known) {
      await this.#redact(client.getRoom(roomId)?.roomId ?? roomId, known.getId() ?? '');
    }
  }

  async reactors(roomId: string, eventId: string): Promise<Reactor[]> {
    const room = this.#room(roomId);
    return relatedEvents(room, eventId, 'm.annotation', ['m.reaction'])
      .filter((event) => !event.isRedacted())
      .sort((a, b) => a.getTs() - b.getTs())
      .flatMap((event) => {
        const key = text(claims(event.getContent()['m.relates_to']).key);
        if (key === null) return [];
        return { key, ...person(room, event.getSender() ?? '', event.getTs()) };
      });
  }

  async deleteMessages(roomId: string, eventIds: readonly string[]): Promise<void> {
    const results = await Promise.allSettled(eventIds.map((id) => this.#redact(roomId, id)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async forward(
    messages: readonly MessageReference[],
    roomIds: readonly string[],
    namesSender: boolean,
  ): Promise<void> {
    for (const { roomId: from, eventId } of messages) {
      const event = await this.account.views.event(from, eventId);
      if (event.isRedacted() || projectContent(event) === null) throw new EngineFailure('notFound');
      const content = this.#copy(this.#room(from), event, namesSender);
      for (const roomId of roomIds) await this.#post(roomId, event.getType(), content);
    }
  }

  async setPinned(roomId: string, eventId: string, isPinned: boolean): Promise<void> {
    const others = pinnedIds(this.#room(roomId)).filter((id) => id !== eventId);
    const pinned = isPinned ? [...others, eventId] : others;
    await this.account.client.sendStateEvent(roomId, pinnedType, { pinned });
  }

  async vote(roomId: string, pollId: string, optionIds: readonly string[]): Promise<void> {
    await this.#post(roomId, `${pollName}.response`, voteContent(pollId, optionIds));
  }

  async closePoll(roomId: string, pollId: string, words: string): Promise<void> {
    await this.#post(roomId, `${pollName}.end`, endContent(pollId, words));
  }

  async reportMessage(roomId: string, eventId: string, reason: string): Promise<void> {
    // The score is a thing of the past: what the administrator reads are the words.
    await this.account.client.reportEvent(roomId, eventId, -100, reason);
  }

  async readers(roomId: string, eventId: string): Promise<PersonAt[]> {
    const room = this.#room(roomId);
    const events = room.getLiveTimeline().getEvents();
    const from = events.findIndex((event) => event.getId() === eventId);
    if (from < 0) return [];
    const people = new Map<string, PersonAt>();
    for (const event of events.slice(from)) {
      for (const { userId, data } of room.getReceiptsForEvent(event)) {
        if (userId !== this.account.session.userId) {
          people.set(userId, person(room, userId, data.ts));
        }
      }
    }
    return [...people.values()].sort((a, b) => (b.ts ?? 0) - (a.ts ?? 0));
  }

  async versions(roomId: string, eventId: string): Promise<MessageVersion[]> {
    const { originalEvent, events } = await this.account.client.relations(
      roomId,
      eventId,
      'm.replace',
      null,
      { limit: 50 },
    );
    const original = originalEvent ?? (await this.account.views.event(roomId, eventId));
    const type = original.getType();
    const first = { ts: original.getTs(), content: original.getOriginalContent() as Content };
    const later = events
      .filter((event) => event.getSender() === original.getSender() && !event.isRedacted())
      .map((event) => ({
        ts: event.getTs(),
        content: claims(event.getContent()['m.new_content']),
      }));
    return [first, ...later]
      .sort((a, b) => a.ts - b.ts)
      .flatMap(({ ts, content: written }) => {
        const content = projectPlainContent(type, written);
        return content ? { ts, content } : [];
      });
  }

  async findMessages(roomId: string, eventIds: readonly string[]): Promise<FoundMessage[]> {
    const room = this.#room(roomId);
    const found = await Promise.all(
      eventIds.map(async (eventId): Promise<FoundMessage | null> => {
        try {
          const event = await this.account.views.event(roomId, eventId);
          const content = projectContent(event);
          this.account.media.keys.note(event.getContent());
          if (content === null || content.kind === 'deleted') return null;
          const sender = named(room, event.getSender() ?? '');
          return { eventId, sender, ts: event.getTs(), content };
        } catch {
          return null;
        }
      }),
    );
    return found.filter((message) => message !== null);
  }

  /** What stands in no timeline, such as a reaction, is passed over. */
  async eventAt(roomId: string, ts: number): Promise<string | null> {
    let from = ts;
    for (let tries = 0; tries < mostPassedOver; tries += 1) {
      const eventId = await this.#firstAt(roomId, from);
      if (eventId === null) return null;
      const event = await this.account.views.event(roomId, eventId);
      if (this.account.views.isShown(roomId, event)) return eventId;
      from = Math.max(from, event.getTs()) + 1;
    }
    return null;
  }

  async #firstAt(roomId: string, ts: number): Promise<string | null> {
    const forward = 'f' as Parameters<Account['client']['timestampToEvent']>[2];
    try {
      return (await this.account.client.timestampToEvent(roomId, ts, forward)).event_id;
    } catch (error) {
      if (describeError(error).code === 'notFound') return null;
      throw error;
    }
  }

  async eventSource(roomId: string, eventId: string): Promise<string> {
    const event = await this.account.views.event(roomId, eventId);
    return JSON.stringify(event.toJSON(), null, 2);
  }

  async #redact(roomId: string, eventId: string): Promise<void> {
    const { client, views } = this.account;
    views.setGone(roomId, eventId, true);
    try {
      await client.redactEvent(roomId, eventId);
    } catch (error) {
      views.setGone(roomId, eventId, false);
      throw error;
    }
  }

  /** The content without what binds it to where it was. */
  #copy(room: Room, event: MatrixEvent, namesSender: boolean): Content {
    const {
      'm.relates_to': _relation,
      'm.mentions': _mentions,
      [ownTypes.forwarded]: before,
      ...content
    } = event.getContent<Content>();
    const { userId, name } = named(room, event.getSender() ?? '');
    const origin = before ?? { user_id: userId, name };
    return { ...content, 'm.mentions': {}, ...(namesSender && { [ownTypes.forwarded]: origin }) };
  }

  async #post(roomId: string, eventType: string, content: Content): Promise<void> {
    await this.account.outbox.add(newEntry(roomId, { eventType, content, uploads: [] }));
  }

  #room(roomId: string): Room {
    const room = this.account.client.getRoom(roomId);
    if (!room) throw new EngineFailure('notFound');
    return room;
  }
}

function person(room: Room, userId: string, ts: number | null): PersonAt {
  const avatarUrl = room.getMember(userId)?.getMxcAvatarUrl() ?? null;
  return { ...named(room, userId), avatarUrl, ts };
}
