/**
 * Finds messages of one chat. A server searches what it can read; what is locked is looked through here, a stretch of the
 * history at a time.
 */
import { fold } from '@/lib/fold';
import type { ChatSearch, ChatSearchPage } from '@/matrix/protocol/chat-list';
import type { FoundMessage } from '@/matrix/types';
import type { Account } from './account';
import { claims, list, text } from './project/claims';
import { projectContent } from './project/content';
import { says } from './project/kinds';
import { named } from './project/relations';
import { EngineFailure } from './errors';
import type { MatrixEvent, Room } from './sdk';

const pageLength = 100;
/** How far is looked for hits before the reader is asked to go on. */
const mostPages = 10;
const enoughHits = 20;

export class ChatSearcher {
  constructor(private readonly account: Account) {}

  async search(roomId: string, wanted: ChatSearch, from: string | null): Promise<ChatSearchPage> {
    const room = this.account.client.getRoom(roomId);
    if (!room) throw new EngineFailure('notFound');
    const isLocked = await this.account.encryption.isEncrypted(roomId);
    // Without words there is nothing that a server could search for.
    return isLocked || wanted.term === ''
      ? this.#lookThrough(room, wanted, from)
      : this.#ask(room, wanted, from);
  }

  async #ask(room: Room, wanted: ChatSearch, from: string | null): Promise<ChatSearchPage> {
    const { client } = this.account;
    const filter = {
      rooms: [room.roomId],
      limit: enoughHits,
      ...(wanted.senderId !== null && { senders: [wanted.senderId] }),
    };
    const answer = await client.search({
      ...(from !== null && { next_batch: from }),
      body: {
        search_categories: {
          room_events: { search_term: wanted.term, order_by: 'recent' as never, filter },
        },
      },
    });
    const found = answer.search_categories.room_events;
    const map = client.getEventMapper();
    const events = (found?.results ?? []).map(({ result }) => map(result));
    return {
      messages: events.flatMap((event) => this.#found(room, event) ?? []),
      next: found?.next_batch ?? null,
      lookedBackTo: null,
    };
  }

  async #lookThrough(room: Room, wanted: ChatSearch, from: string | null): Promise<ChatSearchPage> {
    const { client } = this.account;
    const words = fold(wanted.term);
    const filter = {
      types: ['m.room.message', 'm.room.encrypted', 'm.sticker'],
      ...(wanted.senderId !== null && { senders: [wanted.senderId] }),
    };
    const messages: FoundMessage[] = [];
    let token = from;
    let lookedBackTo: number | null = null;
    for (let page = 0; page < mostPages && messages.length < enoughHits; page += 1) {
      const answer = claims(
        await client.http.authedRequest(
          'GET' as never,
          `/rooms/${encodeURIComponent(room.roomId)}/messages`,
          {
            dir: 'b',
            limit: String(pageLength),
            filter: JSON.stringify(filter),
            ...(token !== null && { from: token }),
          },
        ),
      );
      const events = list(answer.chunk).map((event) => client.getEventMapper()(event as never));
      await Promise.all(events.map((event) => client.decryptEventIfNeeded(event)));
      const found = events.flatMap((event) => this.#found(room, event) ?? []);
      messages.push(...found.filter((message) => says(message.content, words)));
      lookedBackTo = events.at(-1)?.getTs() ?? lookedBackTo;
      token = text(answer.end);
      if (token === null) break;
    }
    return { messages, next: token, lookedBackTo: token === null ? null : lookedBackTo };
  }

  #found(room: Room, event: MatrixEvent): FoundMessage | null {
    const eventId = event.getId();
    const content = projectContent(event);
    const isMessage = content && content.kind !== 'deleted' && content.kind !== 'undecryptable';
    if (!isMessage || eventId === undefined) return null;
    this.account.media.keys.note(event.getContent());
    return { eventId, sender: named(room, event.getSender() ?? ''), ts: event.getTs(), content };
  }
}
