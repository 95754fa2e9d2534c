/** Which chats stand in a folder or in a community. Pure. */
import type { ChatFolder, FolderKind, RoomSummary } from '@/matrix/types';
import { isUnread } from './rooms';

/** What the list shows: everything, one of one's folders, or what a community holds. */
export type ListView =
  | { readonly kind: 'all' }
  | { readonly kind: 'folder'; readonly folder: ChatFolder }
  | { readonly kind: 'space'; readonly children: readonly string[] };

function kindOf(room: RoomSummary): FolderKind {
  if (room.directUserId !== null) return 'direct';
  return room.kind === 'channel' ? 'channel' : 'group';
}

/** Named chats are in it in any case; others by their kind, unless they were put away. */
export function isInFolder(room: RoomSummary, folder: ChatFolder): boolean {
  if (folder.exclude.includes(room.roomId)) return false;
  if (folder.include.includes(room.roomId)) return true;
  if (room.isArchived || (folder.withoutMuted && room.isMuted)) return false;
  if (folder.onlyUnread && !isUnread(room)) return false;
  return folder.kinds.includes(kindOf(room));
}

/** The chats of a view, in the order of the list. */
export function chatsIn(chats: readonly RoomSummary[], view: ListView): string[] {
  return chats
    .filter((room) => {
      if (view.kind === 'folder') return isInFolder(room, view.folder);
      return view.kind === 'space' ? view.children.includes(room.roomId) : !room.isArchived;
    })
    .map(({ roomId }) => roomId);
}

/** How many chats of a view wait, and whether any of them is not muted. */
export function unreadIn(
  chats: readonly RoomSummary[],
  view: ListView,
): { readonly count: number; readonly isLoud: boolean } {
  const ids = new Set(chatsIn(chats, view));
  const waiting = chats.filter((room) => ids.has(room.roomId) && isUnread(room));
  return { count: waiting.length, isLoud: waiting.some((room) => !room.isMuted) };
}
