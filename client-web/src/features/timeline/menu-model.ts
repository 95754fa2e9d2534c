/** What can be done with a message, in the order of its menu. Pure. */
import type { MessageItem, RoomSummary } from '@/matrix/types';

export type MessageMenuAction =
  | 'reply'
  | 'thread'
  | 'edit'
  | 'copySelected'
  | 'copy'
  | 'copyLink'
  | 'copyImage'
  | 'pin'
  | 'unpin'
  | 'download'
  | 'forward'
  | 'select'
  | 'report'
  | 'source'
  | 'delete';

/** Also what is reached otherwise than by a row of the menu. */
export type MessageAction = MessageMenuAction | 'seen' | 'reactions' | 'versions';

/** What the reader may do in a room. */
export interface Permissions {
  readonly maySend: boolean;
  readonly mayPin: boolean;
  readonly mayDeleteOthers: boolean;
  readonly isInThread: boolean;
  /** They want to see what is behind messages. */
  readonly isDeveloper: boolean;
}

export function permissionsIn(
  room: RoomSummary | null,
  isInThread: boolean,
  isDeveloper: boolean,
): Permissions {
  return {
    maySend: room?.maySend ?? false,
    mayPin: room?.mayPin ?? false,
    mayDeleteOthers: room?.mayDeleteOthers ?? false,
    isInThread,
    isDeveloper,
  };
}

const NOT_FORWARDED = new Set(['deleted', 'undecryptable', 'poll', 'live']);
const EDITABLE = new Set(['text', 'notice', 'emote', 'image', 'video', 'audio', 'file']);

export function mayDelete(item: MessageItem, permissions: Permissions): boolean {
  return item.eventId !== null && (item.isOwn || permissions.mayDeleteOthers);
}

export function mayEdit(item: MessageItem, { maySend }: Permissions): boolean {
  return maySend && item.isOwn && item.eventId !== null && EDITABLE.has(item.content.kind);
}

export function mayForward(item: MessageItem): boolean {
  return item.eventId !== null && !NOT_FORWARDED.has(item.content.kind);
}

function isFile({ content }: MessageItem): boolean {
  return 'file' in content && content.kind !== 'sticker';
}

function isText({ content }: MessageItem): boolean {
  const hasCaption = 'caption' in content && content.caption !== null;
  return (
    hasCaption || content.kind === 'text' || content.kind === 'notice' || content.kind === 'emote'
  );
}

/** Only what the reader may do; a message on its way can be copied, no more. */
export function actionsFor(
  item: MessageItem,
  permissions: Permissions,
  hasSelectedText: boolean,
): MessageMenuAction[] {
  const { maySend, mayPin, isInThread, isDeveloper } = permissions;
  const isSent = item.eventId !== null;
  const isWhole = item.content.kind !== 'deleted';
  const offered: readonly (readonly [MessageMenuAction, boolean])[] = [
    ['reply', isSent && isWhole && maySend],
    ['thread', isSent && maySend && !isInThread],
    ['edit', mayEdit(item, permissions)],
    ['copySelected', hasSelectedText],
    ['copy', isText(item) && !hasSelectedText],
    ['copyLink', isSent],
    ['copyImage', item.content.kind === 'image' && isSent],
    ['pin', isSent && isWhole && mayPin && !item.isPinned],
    ['unpin', isSent && mayPin && item.isPinned],
    ['download', isFile(item) && isSent],
    ['forward', mayForward(item)],
    ['select', isSent],
    ['report', isSent && isWhole && !item.isOwn],
    ['source', isSent && isDeveloper],
    ['delete', isWhole && mayDelete(item, permissions)],
  ];
  return offered.flatMap(([action, isOffered]) => (isOffered ? action : []));
}
