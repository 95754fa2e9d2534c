'use client';

import {
  Archive,
  ArchiveRestore,
  ArrowDown,
  ArrowUp,
  Bell,
  BellOff,
  Clock,
  LogOut,
  MessageCircle,
  MessageCircleCheck,
  Pin,
  PinOff,
  Trash2,
} from 'lucide-react';
import type { ReactElement } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { errorText } from '@/i18n/plain-words';
import { matrix } from '@/matrix/commands';
import type { RoomSummary } from '@/matrix/types';
import { useAppState } from '@/store/hooks';
import { isUnread, selectPinned } from '@/store/rooms';
import {
  ContextMenu,
  ContextMenuItem,
  ContextMenuSeparator,
  ContextSubmenu,
} from '@/ui/ContextMenu';
import { showToast } from '@/ui/toast';

const HOUR_MS = 3_600_000;

/** For how long a chat can be muted. */
const MUTE_TIMES = [
  ['chatMenu.mute1h', HOUR_MS],
  ['chatMenu.mute8h', 8 * HOUR_MS],
  ['chatMenu.mute1d', 24 * HOUR_MS],
] as const;

interface ChatMenuProps {
  readonly room: RoomSummary;
  readonly target: ReactElement;
  readonly onLeave: (kind: 'leave' | 'delete') => void;
}

/** What can be done with a chat of the list. */
export function ChatMenu({ room, target, onLeave }: ChatMenuProps) {
  const { t } = useI18n();
  const { roomId } = room;
  const act = (command: Promise<unknown>) => {
    command.catch((error: unknown) => showToast(errorText(error, t)));
  };

  const archive = () => {
    act(matrix.archiveChat(roomId, true));
    showToast(t('chatMenu.archived'), {
      label: t('common.undo'),
      run: () => act(matrix.archiveChat(roomId, false)),
    });
  };
  const mute = (until: number | null) => act(matrix.muteChat(roomId, until));

  return (
    <ContextMenu target={target}>
      <ContextMenuItem
        icon={room.pinOrder === null ? Pin : PinOff}
        onSelect={() => act(matrix.pinChat(roomId, room.pinOrder === null))}
        data-testid="chat-pin"
      >
        {t(room.pinOrder === null ? 'chatMenu.pin' : 'chatMenu.unpin')}
      </ContextMenuItem>
      <PinMoves room={room} />
      {isUnread(room) ? (
        <ContextMenuItem
          icon={MessageCircleCheck}
          onSelect={() => act(matrix.markChatRead(roomId))}
          data-testid="chat-mark-read"
        >
          {t('chatMenu.markRead')}
        </ContextMenuItem>
      ) : (
        <ContextMenuItem
          icon={MessageCircle}
          onSelect={() => act(matrix.markUnread(roomId, true))}
          data-testid="chat-mark-unread"
        >
          {t('chatMenu.markUnread')}
        </ContextMenuItem>
      )}
      {room.isMuted ? (
        <ContextMenuItem
          icon={Bell}
          onSelect={() => act(matrix.unmuteChat(roomId))}
          data-testid="chat-unmute"
        >
          {t('chatMenu.unmute')}
        </ContextMenuItem>
      ) : (
        <ContextSubmenu icon={BellOff} label={t('chatMenu.mute')} data-testid="chat-mute">
          {MUTE_TIMES.map(([words, time]) => (
            <ContextMenuItem key={words} icon={Clock} onSelect={() => mute(Date.now() + time)}>
              {t(words)}
            </ContextMenuItem>
          ))}
          <ContextMenuItem
            icon={BellOff}
            onSelect={() => mute(null)}
            data-testid="chat-mute-forever"
          >
            {t('chatMenu.muteForever')}
          </ContextMenuItem>
        </ContextSubmenu>
      )}
      <ContextMenuItem
        icon={room.isArchived ? ArchiveRestore : Archive}
        onSelect={() => (room.isArchived ? act(matrix.archiveChat(roomId, false)) : archive())}
        data-testid="chat-archive"
      >
        {t(room.isArchived ? 'chatMenu.unarchive' : 'chatMenu.archive')}
      </ContextMenuItem>
      <ContextMenuSeparator />
      <ContextMenuItem
        icon={LogOut}
        isDestructive
        onSelect={() => onLeave('leave')}
        data-testid="chat-leave"
      >
        {t('room.leave')}
      </ContextMenuItem>
      <ContextMenuItem
        icon={Trash2}
        isDestructive
        onSelect={() => onLeave('delete')}
        data-testid="chat-delete"
      >
        {t('chatMenu.delete')}
      </ContextMenuItem>
    </ContextMenu>
  );
}

/** Another place among the pinned chats, for who does not drag. */
function PinMoves({ room }: { readonly room: RoomSummary }) {
  const { t } = useI18n();
  const pinned = useAppState(selectPinned);
  const at = pinned.findIndex(({ roomId }) => roomId === room.roomId);
  if (at < 0) return null;
  const move = (before: string | null) => {
    matrix.movePin(room.roomId, before).catch((error: unknown) => showToast(errorText(error, t)));
  };
  const above = pinned[at - 1];
  return (
    <>
      {above && (
        <ContextMenuItem
          icon={ArrowUp}
          onSelect={() => move(above.roomId)}
          data-testid="chat-pin-up"
        >
          {t('chatMenu.pinUp')}
        </ContextMenuItem>
      )}
      {at < pinned.length - 1 && (
        <ContextMenuItem
          icon={ArrowDown}
          onSelect={() => move(pinned[at + 2]?.roomId ?? null)}
          data-testid="chat-pin-down"
        >
          {t('chatMenu.pinDown')}
        </ContextMenuItem>
      )}
    </>
  );
}
