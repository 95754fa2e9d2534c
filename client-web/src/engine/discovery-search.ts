/** Finding rooms that one is not in, and messages by their words, with the server's help. */
import type { PublicRoomsPage } from '@/matrix/protocol/chat-list';
import type { FoundText, PublicRoom, RoomPreview } from '@/matrix/types';
import type { Account } from './account';
import { roomTarget } from './chat-list';

type Claims = Record<string, unknown>;

const roomsShown = 20;
const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

export class Finder {
  constructor(private readonly account: Account) {}

  async previewRoom(roomIdOrLink: string): Promise<RoomPreview> {
    const { id, via } = roomTarget(roomIdOrLink);
    const summary = (await this.account.client.getRoomSummary(id, via)) as unknown as Claims;
    return {
      ...publicRoom(summary, id),
      joinRule: text(summary.join_rule),
      membership: text(summary.membership),
      isSpace: summary.room_type === 'm.space',
      isEncrypted: text(summary.encryption) !== null,
    };
  }

  async searchPublicRooms(
    term: string,
    server: string | null,
    from: string | null,
  ): Promise<PublicRoomsPage> {
    const { chunk, next_batch } = await this.account.client.publicRooms({
      limit: roomsShown,
      ...(server !== null && { server }),
      ...(from !== null && { since: from }),
      filter: { ...(term !== '' && { generic_search_term: term }) },
    });
    const rooms = chunk.map((room) => publicRoom(room as unknown as Claims, room.room_id));
    return { rooms, next: next_batch ?? null };
  }

  async searchMessages(term: string, roomId: string | null): Promise<FoundText[]> {
    const { client } = this.account;
    const answer = await client.search({
      body: {
        search_categories: {
          room_events: {
            search_term: term,
            order_by: 'recent' as never,
            filter: roomId === null ? {} : { rooms: [roomId] },
          },
        },
      },
    });
    return (answer.search_categories.room_events?.results ?? []).flatMap(({ result }) => {
      const content = result.content as Claims;
      const found = result.room_id;
      const room = client.getRoom(found);
      const body = text(content.body);
      if (body === null || !room) return [];
      return {
        roomId: found,
        eventId: result.event_id,
        senderId: result.sender,
        senderName: room.getMember(result.sender)?.name ?? result.sender,
        ts: result.origin_server_ts,
        text: body,
      };
    });
  }
}

function publicRoom(room: Claims, id: string): PublicRoom {
  return {
    roomId: text(room.room_id) ?? id,
    name: text(room.name),
    topic: text(room.topic),
    avatarUrl: text(room.avatar_url),
    alias: text(room.canonical_alias),
    memberCount: typeof room.num_joined_members === 'number' ? room.num_joined_members : 0,
  };
}
