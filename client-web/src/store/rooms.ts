/** The chat list: one summary per room we are in, are invited to, or have knocked on. */
import { memoizeLast } from '@/lib/memoize';
import type { RoomSummary, TypingState } from '@/matrix/types';

export interface RoomsSlice {
  rooms: Readonly<Record<string, RoomSummary>>;
  /** True once a snapshot or a first sync has filled the list: until then show skeletons. */
  hasRooms: boolean;
  /** By room; a room where nobody types has no entry. */
  typing: Readonly<Record<string, TypingState['users']>>;
}

export const initialRooms: RoomsSlice = { rooms: {}, hasRooms: false, typing: {} };

/** Takes new summaries in and drops rooms that are gone. */
export function updateRooms(
  rooms: RoomsSlice['rooms'],
  upsert: readonly RoomSummary[],
  remove: readonly string[],
): RoomsSlice['rooms'] {
  if (upsert.length === 0 && remove.length === 0) return rooms;
  const next = { ...rooms };
  for (const roomId of remove) delete next[roomId];
  for (const room of upsert) next[room.roomId] = room;
  return next;
}

/** Replaces who types in one room. */
export function updateTyping(
  typing: RoomsSlice['typing'],
  { roomId, users }: TypingState,
): RoomsSlice['typing'] {
  const { [roomId]: _before, ...others } = typing;
  return users.length === 0 ? others : { ...others, [roomId]: users };
}

/** Invites first, then what is pinned, then by the last meaningful event; the id breaks ties so that rows never swap. */
function compareRooms(a: RoomSummary, b: RoomSummary): number {
  const invites = Number(b.membership === 'invite') - Number(a.membership === 'invite');
  const pins = (a.pinOrder ?? unpinned) - (b.pinOrder ?? unpinned);
  return invites || pins || b.activityTs - a.activityTs || (a.roomId < b.roomId ? -1 : 1);
}

const unpinned = Number.MAX_VALUE;

/** A community is a place among the folders, not a chat; an upgraded room is the new one. */
function isChat(room: RoomSummary, rooms: RoomsSlice['rooms']): boolean {
  const isCommunity = room.kind === 'space' && room.membership === 'join';
  const isReplaced = room.replacementRoomId !== null && room.replacementRoomId in rooms;
  return !isCommunity && !isReplaced;
}

const sortRooms = memoizeLast((rooms: RoomsSlice['rooms']): RoomSummary[] =>
  Object.values(rooms)
    .filter((room) => isChat(room, rooms))
    .sort(compareRooms),
);

const idsOf = (rooms: readonly RoomSummary[]): string[] => rooms.map(({ roomId }) => roomId);

const sortRoomIds = memoizeLast((rooms: RoomsSlice['rooms']) =>
  idsOf(sortRooms(rooms).filter((room) => !room.isArchived)),
);

const sortArchivedIds = memoizeLast((rooms: RoomsSlice['rooms']) =>
  idsOf(sortRooms(rooms).filter((room) => room.isArchived)),
);

/** Something in it waits to be read, or to be answered. */
export function isUnread(room: RoomSummary): boolean {
  return room.unreadCount > 0 || room.isMarkedUnread || room.membership === 'invite';
}

const countUnreadChats = memoizeLast(
  (rooms: RoomsSlice['rooms']): number =>
    sortRooms(rooms).filter((room) => isUnread(room) && !room.isMuted).length,
);

/** Ids of the chats in the list, in its order; the same array until something moves a row. */
export const selectRoomIds = (state: RoomsSlice): string[] => sortRoomIds(state.rooms);

/** The same for those that were put away. */
export const selectArchivedIds = (state: RoomsSlice): string[] => sortArchivedIds(state.rooms);

const pinnedOf = memoizeLast((rooms: RoomsSlice['rooms']): readonly RoomSummary[] =>
  sortRooms(rooms).filter(
    ({ pinOrder, membership }) => pinOrder !== null && membership !== 'invite',
  ),
);

/** What is pinned, in its order. */
export const selectPinned = (state: RoomsSlice): readonly RoomSummary[] => pinnedOf(state.rooms);

/** All chats in the order of the list, those put away included. */
export const selectChats = (state: RoomsSlice): readonly RoomSummary[] => sortRooms(state.rooms);

export const selectRoom = (state: RoomsSlice, roomId: string): RoomSummary | null =>
  state.rooms[roomId] ?? null;

/** How many chats have something unread that should disturb, for the tab title. */
export const selectUnreadChats = (state: RoomsSlice): number => countUnreadChats(state.rooms);

const nobody: TypingState['users'] = [];

export const selectTyping = (state: RoomsSlice, roomId: string): TypingState['users'] =>
  state.typing[roomId] ?? nobody;

/** The private chat with that user, if there is one. */
export const selectDirectRoomId = (state: RoomsSlice, userId: string): string | null =>
  Object.values(state.rooms).find((room) => room.directUserId === userId)?.roomId ?? null;
