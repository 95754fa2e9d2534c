/** Finds in all chats at once: by the server what it can read, by looking through them here what is locked. */
import { fold } from '@/lib/fold';
import type { AcrossCursor, AcrossPage, AcrossSearch, FoundAcross } from '@/matrix/protocol/across';
import type { Account } from './account';
import { lookAcross, type Source, type SourcePage } from './across';
import { patiently } from './patience';
import { claims, list, text } from './project/claims';
import { projectContent } from './project/content';
import { isOfKind, says } from './project/kinds';
import { named } from './project/relations';
import type { MatrixEvent, Room } from './sdk';

const bounds = { abreast: 4, rounds: 6, enough: 20 };
const pageLength = 100;
/** The place of what the server searches; no room is called so. */
const serverId = 'server';

export class AcrossSearcher {
  constructor(private readonly account: Account) {}

  search(wanted: AcrossSearch, from: AcrossCursor | null): Promise<AcrossPage> {
    const rooms = this.account.client
      .getVisibleRooms()
      .filter((room) => room.getMyMembership() === 'join' && !room.isSpaceRoom());
    return lookAcross(this.#sources(wanted, rooms), from, bounds);
  }

  /** Words are what a server can search for; what was shared it can only give room by room. */
  #sources(wanted: AcrossSearch, rooms: readonly Room[]): Source[] {
    const hasServer = wanted.kind === 'messages';
    const looked = rooms.filter((room) => !hasServer || room.hasEncryptionStateEvent());
    const sources = looked.map((room) => ({
      id: room.roomId,
      newest: Math.max(0, room.getLastActiveTimestamp()),
      page: (token: string | null) => this.#lookThrough(room, wanted, token),
    }));
    if (!hasServer || looked.length === rooms.length) return sources;
    const newest = Math.max(...rooms.map((room) => room.getLastActiveTimestamp()), 0);
    return [{ id: serverId, newest, page: (token) => this.#ask(wanted.term, token) }, ...sources];
  }

  async #ask(term: string, token: string | null): Promise<SourcePage> {
    const { client } = this.account;
    const answer = await patiently(() =>
      client.search({
        ...(token !== null && { next_batch: token }),
        body: {
          search_categories: {
            room_events: {
              search_term: term,
              order_by: 'recent' as never,
              filter: { limit: pageLength },
            },
          },
        },
      }),
    );
    const found = answer.search_categories.room_events;
    const events = (found?.results ?? []).map(({ result }) => client.getEventMapper()(result));
    return {
      messages: events.flatMap((event) => this.#found(event) ?? []),
      next: found?.next_batch ?? null,
      reached: events.at(-1)?.getTs() ?? null,
    };
  }

  async #lookThrough(room: Room, wanted: AcrossSearch, token: string | null): Promise<SourcePage> {
    const { client } = this.account;
    const { kind } = wanted;
    const words = fold(wanted.term);
    const isLocked = room.hasEncryptionStateEvent();
    const filter = {
      types: isLocked ? ['m.room.message', 'm.room.encrypted'] : ['m.room.message'],
      lazy_load_members: true,
      ...(!isLocked && kind !== 'links' && { contains_url: true }),
    };
    const answer = claims(
      await patiently(() =>
        client.http.authedRequest(
          'GET' as never,
          `/rooms/${encodeURIComponent(room.roomId)}/messages`,
          {
            dir: 'b',
            limit: String(pageLength),
            filter: JSON.stringify(filter),
            ...(token !== null && { from: token }),
          },
        ),
      ),
    );
    const events = list(answer.chunk).map((event) => client.getEventMapper()(event as never));
    await Promise.all(events.map((event) => client.decryptEventIfNeeded(event)));
    const found = events.flatMap((event) => this.#found(event) ?? []);
    return {
      messages: found.filter(
        ({ content }) =>
          (kind === 'messages' || isOfKind(content, kind)) &&
          (words === '' || says(content, words)),
      ),
      next: text(answer.end),
      reached: events.at(-1)?.getTs() ?? null,
    };
  }

  #found(event: MatrixEvent): FoundAcross | null {
    const eventId = event.getId();
    const room = this.account.client.getRoom(event.getRoomId());
    const content = projectContent(event);
    const isMessage = content && content.kind !== 'deleted' && content.kind !== 'undecryptable';
    if (!isMessage || !room || eventId === undefined) return null;
    this.account.media.keys.note(event.getContent());
    const sender = named(room, event.getSender() ?? '');
    return { roomId: room.roomId, eventId, sender, ts: event.getTs(), content };
  }
}
