'use client';

import { Check, LockOpen, Megaphone, Pin, VolumeX, X } from 'lucide-react';
import { type MouseEvent as ReactMouseEvent, memo, useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { rowTime } from '@/lib/dates';
import { go } from '@/lib/go';
import { roomFragment } from '@/lib/route';
import { matrix } from '@/matrix/commands';
import type { RoomSummary } from '@/matrix/types';
import { useAppState, useIsSaved, useRoom } from '@/store/hooks';
import { selectPresence } from '@/store/presence';
import { Avatar } from '@/ui/Avatar';
import { Badge } from '@/ui/Badge';
import { DeliveryMark } from '@/ui/DeliveryMark';
import { IconButton } from '@/ui/IconButton';
import { Ripple } from '@/ui/Ripple';
import { showToast } from '@/ui/toast';
import { ChatMenu } from './ChatMenu';
import { ChatPreview } from './ChatPreview';
import styles from './ChatRow.module.css';
import { LeaveDialog } from './LeaveDialog';

interface ChatRowProps {
  readonly roomId: string;
  readonly isOpen: boolean;
  readonly isTabStop: boolean;
  readonly now: number;
}

/** One chat of the list. The whole row is one link, so that it can be opened in another tab. */
export const ChatRow = memo(function ChatRow({ roomId, isOpen, isTabStop, now }: ChatRowProps) {
  const { t, locale } = useI18n();
  const room = useRoom(roomId);
  const isSaved = useIsSaved(roomId);
  const [leaving, setLeaving] = useState<'leave' | 'delete' | null>(null);
  if (room === null) return <div className={styles.row} />;

  const name = isSaved ? t('menu.saved') : (room.name ?? t('room.empty'));
  const isInvite = room.membership === 'invite';
  const last = room.lastMessage;

  const row = (
    <div className={styles.slot}>
      <a
        className={styles.row}
        href={roomFragment(roomId)}
        data-open={isOpen}
        data-testid="chat-row"
        data-room-id={roomId}
        data-membership={room.membership}
        aria-current={isOpen ? 'page' : undefined}
        tabIndex={isTabStop ? 0 : -1}
        draggable={false}
        // What is pinned may be about to be dragged.
        onMouseDown={room.pinOrder === null ? openAtOnce : undefined}
      >
        <Avatar
          id={room.directUserId ?? roomId}
          name={name}
          size={54}
          mxc={room.avatarUrl}
          isSquare={room.kind === 'space'}
          isSaved={isSaved}
        />
        {room.directUserId !== null && <OnlineDot userId={room.directUserId} />}
        <span className={styles.lines}>
          <span className={styles.line}>
            <span className={styles.title} dir="auto" data-testid="chat-row-name">
              {name}
            </span>
            {room.kind === 'channel' && (
              <Megaphone className={styles.mark} size={16} aria-label={t('chats.channel')} />
            )}
            {room.isMuted && (
              <VolumeX className={styles.mark} size={18} aria-label={t('chats.muted')} />
            )}
            {room.directUserId !== null && !room.isEncrypted && !isInvite && (
              <LockOpen
                className={styles.mark}
                size={14}
                role="img"
                aria-label={t('chats.notEncrypted')}
              />
            )}
            <span className={styles.gap} />
            {last?.isOwn && last.content.kind !== 'service' && (
              <span className={styles.delivery}>
                <DeliveryMark state={last.delivery} label={t(`message.${last.delivery}`)} />
              </span>
            )}
            {!isInvite && room.activityTs > 0 && (
              <span className={styles.time} dir="auto">
                {rowTime(room.activityTs, now, locale)}
              </span>
            )}
          </span>
          <span className={styles.line}>
            <ChatPreview room={room} isOpen={isOpen} />
            <Badges room={room} />
          </span>
        </span>
        <Ripple />
      </a>
      {isInvite && <InviteButtons room={room} name={name} isTabStop={isTabStop} />}
    </div>
  );
  if (isInvite) return row;
  return (
    <>
      <ChatMenu room={room} target={row} onLeave={setLeaving} />
      {leaving !== null && (
        <LeaveDialog roomId={roomId} kind={leaving} onClose={() => setLeaving(null)} />
      )}
    </>
  );
});

/** A mouse opens a chat as it is pressed: waiting until it is let go would tell nothing more. The link does the rest. */
function openAtOnce(event: ReactMouseEvent<HTMLAnchorElement>): void {
  const { button, ctrlKey, metaKey, shiftKey, altKey, currentTarget } = event;
  if (button === 0 && !ctrlKey && !metaKey && !shiftKey && !altKey) go(currentTarget.hash);
}

/** Colour alone says nothing: the words stand in the header of the chat. */
function OnlineDot({ userId }: { readonly userId: string }) {
  const isOnline = useAppState((state) => selectPresence(state, userId)?.isOnline === true);
  return isOnline && <span className={styles.online} data-testid="online-dot" />;
}

function Badges({ room }: { readonly room: RoomSummary }) {
  const { t, locale } = useI18n();
  if (room.membership === 'invite') return null;
  const compact = new Intl.NumberFormat(locale, { notation: 'compact' });
  const isCounted = room.unreadCount > 0;
  const isNothing = !isCounted && room.highlightCount === 0 && !room.isMarkedUnread;
  return (
    <>
      {room.unreadReactions > 0 && (
        <Badge kind="reaction" label={t('chats.reaction')} data-testid="reaction-badge" />
      )}
      {room.highlightCount > 0 && (
        <Badge kind="mention" text="@" label={t('chats.mention')} data-testid="mention-badge" />
      )}
      {isCounted && (
        <Badge
          kind="count"
          isQuiet={room.isMuted}
          text={compact.format(room.unreadCount)}
          label={t('chats.unread', { count: room.unreadCount })}
          data-testid="unread-badge"
        />
      )}
      {!isCounted && room.isMarkedUnread && (
        <Badge
          kind="dot"
          isQuiet={room.isMuted}
          text=""
          label={t('chats.markedUnread')}
          data-testid="unread-dot"
        />
      )}
      {isNothing && room.pinOrder !== null && (
        <Pin className={styles.pin} size={18} aria-label={t('chats.pinned')} />
      )}
    </>
  );
}

interface InviteButtonsProps {
  readonly room: RoomSummary;
  readonly name: string;
  readonly isTabStop: boolean;
}

function InviteButtons({ room, name, isTabStop }: InviteButtonsProps) {
  const { t } = useI18n();
  const answer = (send: (roomId: string) => Promise<void>) => (event: ReactMouseEvent) => {
    event.preventDefault();
    send(room.roomId).catch((error: unknown) => showToast(errorText(error, t)));
  };
  return (
    <span className={styles.answers}>
      <IconButton
        className={styles.decline}
        icon={X}
        label={t('invite.declineNamed', { name })}
        onClick={answer(matrix.rejectInvite)}
        tabIndex={isTabStop ? 0 : -1}
        data-testid="invite-decline"
      />
      <IconButton
        className={styles.accept}
        icon={Check}
        label={t('invite.acceptNamed', { name })}
        onClick={answer(matrix.acceptInvite)}
        tabIndex={isTabStop ? 0 : -1}
        data-testid="invite-accept"
      />
    </span>
  );
}
