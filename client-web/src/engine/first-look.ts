/**
 * The newest chats of an account of which this device knows nothing: the first sync of an account with many rooms takes a
 * while, and nobody should look at an empty list until then. A server that cannot answer this is waited for as before.
 * https://github.com/matrix-org/matrix-spec-proposals/pull/4186
 */
import { ownTypes } from '@/lib/own-types';
import type { RoomSummary } from '@/matrix/types';
import { type Claims, claims, list, number, text } from './project/claims';
import { Overlay } from './project/relations';
import { projectSummary } from './project/summary';
import type { MatrixClient, MatrixEvent, MatrixSdk, NotificationCountType, Room } from './sdk';

const prefix = '/_matrix/client/unstable/org.matrix.simplified_msc3575';
/** What a high window shows, and a few more to scroll to. */
const chatsShown = 40;
/** The newest event of a chat need not be a message. */
const eventsLookedAt = 4;

const body = {
  conn_id: 'first-look',
  lists: {
    chats: {
      ranges: [[0, chatsShown - 1]],
      timeline_limit: eventsLookedAt,
      required_state: [
        ...[
          'm.room.create',
          'm.room.name',
          'm.room.avatar',
          'm.room.topic',
          'm.room.encryption',
          'm.room.canonical_alias',
          'm.room.tombstone',
          'm.room.power_levels',
          ownTypes.kind,
        ].map((type) => [type, '']),
        ['m.room.member', '$ME'],
        ['m.room.member', '$LAZY'],
      ],
    },
  },
  extensions: { account_data: { enabled: true, lists: ['chats'] } },
};

const nothingSent = {
  acknowledged: [],
  outbox: [],
  txnIds: new Map<string, string>(),
  overlay: new Overlay([]),
  gone: new Set<string>(),
};

export async function firstLook(client: MatrixClient, sdk: MatrixSdk): Promise<RoomSummary[]> {
  const answer = claims(
    await client.http.authedRequest(sdk.Method.Post, '/sync', { timeout: '0' }, body, { prefix }),
  );
  const ofRooms = claims(claims(claims(answer.extensions).account_data).rooms);
  const rooms = Object.entries(claims(answer.rooms)).map(async ([roomId, told]) => {
    const room = await makeRoom(client, sdk, roomId, claims(told));
    for (const event of events(sdk, roomId, ofRooms[roomId])) {
      if (event.getType() === 'm.tag') room.addTags(event);
    }
    const directUserId = claims(told).is_dm === true ? otherIn(claims(told)) : null;
    const userId = client.getSafeUserId();
    return projectSummary(room, userId, directUserId, nothingSent, false);
  });
  return (await Promise.all(rooms)).filter((summary) => summary !== null);
}

/** A room like those of the first sync, as far as its row in the list needs it. */
async function makeRoom(
  client: MatrixClient,
  sdk: MatrixSdk,
  roomId: string,
  told: Claims,
): Promise<Room> {
  const room = new sdk.Room(roomId, client, client.getSafeUserId(), { lazyLoadMembers: true });
  room.currentState.setStateEvents(events(sdk, roomId, told.required_state));
  // For what belongs to another event the SDK would ask the server.
  const timeline = events(sdk, roomId, told.timeline).filter((event) => !event.isRelation());
  await room.addLiveEvents(timeline, { addToState: false });
  room.setSummary({
    'm.heroes': list(told.heroes).flatMap((hero) => text(claims(hero).user_id) ?? []),
    'm.joined_member_count': count(told.joined_count),
    'm.invited_member_count': count(told.invited_count),
  });
  const counts = { total: told.notification_count, highlight: told.highlight_count };
  for (const [type, value] of Object.entries(counts)) {
    room.setUnreadNotificationCount(type as NotificationCountType, count(value));
  }
  room.updateMyMembership(told.invite_state === undefined ? 'join' : 'invite');
  room.recalculate();
  return room;
}

function events(sdk: MatrixSdk, roomId: string, told: unknown): MatrixEvent[] {
  return list(told).map((event) => new sdk.MatrixEvent({ ...claims(event), room_id: roomId }));
}

function otherIn({ heroes }: Claims): string | null {
  return text(claims(list(heroes)[0]).user_id);
}

function count(value: unknown): number {
  return number(value, 0, Number.MAX_SAFE_INTEGER) ?? 0;
}
