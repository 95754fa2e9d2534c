'use client';

import { ArrowLeft, Phone, ShieldCheck, Video } from 'lucide-react';
import type { Ref } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { lastSeenText } from '@/i18n/last-seen';
import { connectionText, peopleText, typingText } from '@/i18n/plain-words';
import type { RoomSummary } from '@/matrix/types';
import { useAppState, useConnection, useIsSaved, useTyping } from '@/store/hooks';
import { selectTrust } from '@/store/encryption';
import { selectPresence } from '@/store/presence';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/IconButton';
import { TypingDots } from '@/ui/TypingDots';
import { useOnline } from '@/ui/use-online';
import { useNow } from '@/ui/use-now';
import styles from './RoomHeader.module.css';
import { RoomMenu } from './RoomMenu';

const SECOND_MS = 1_000;

interface RoomHeaderProps {
  readonly room: RoomSummary;
  /** Where the chat list is not beside the chat. */
  readonly hasBack: boolean;
  readonly onBack: () => void;
  readonly onLeft: () => void;
  readonly onExport: () => void;
  readonly onJumpToDate: () => void;
  /** Null where there is nobody to call. */
  readonly onCall: ((isVideo: boolean) => void) | null;
  /** Opens what there is to know about it. */
  readonly onInfo: () => void;
  readonly onSearch: () => void;
  readonly headingRef: Ref<HTMLHeadingElement>;
}

/** The bar over a conversation: who it is with, and how things stand. */
export function RoomHeader({
  room,
  hasBack,
  onBack,
  onLeft,
  onExport,
  onJumpToDate,
  onCall,
  onInfo,
  onSearch,
  headingRef,
}: RoomHeaderProps) {
  const { t } = useI18n();
  const isSaved = useIsSaved(room.roomId);
  const name = isSaved ? t('menu.saved') : (room.name ?? t('room.empty'));

  return (
    <header className={styles.header} data-testid="room-header">
      <div className={styles.pill}>
        {hasBack && (
          <IconButton
            icon={ArrowLeft}
            isDirectional
            label={t('common.back')}
            onClick={onBack}
            data-testid="room-back"
          />
        )}
        <div className={styles.about}>
          <Avatar
            id={room.directUserId ?? room.roomId}
            name={name}
            size={40}
            mxc={room.avatarUrl}
            isSquare={room.kind === 'space'}
            isSaved={isSaved}
          />
          <div className={styles.lines}>
            <h1
              ref={headingRef}
              className={styles.title}
              tabIndex={-1}
              dir="auto"
              data-testid="room-name"
            >
              {name}
              {room.directUserId !== null && <VerifiedMark userId={room.directUserId} />}
            </h1>
            <p className={styles.state} data-testid="room-state">
              <StateLine room={room} />
            </p>
          </div>
          {room.membership === 'join' && (
            <button
              type="button"
              className={styles.info}
              aria-label={t('room.info', { name })}
              onClick={onInfo}
              data-testid="room-info"
            />
          )}
        </div>
        {onCall !== null && (
          <>
            <IconButton
              className={styles.call}
              icon={Phone}
              label={t('calls.voice')}
              onClick={() => onCall(false)}
              data-testid="room-call"
            />
            <IconButton
              className={styles.call}
              icon={Video}
              label={t('calls.video')}
              onClick={() => onCall(true)}
              data-testid="room-call-video"
            />
          </>
        )}
        {room.membership === 'join' && (
          <RoomMenu
            room={room}
            name={name}
            onInfo={onInfo}
            onSearch={onSearch}
            onJumpToDate={onJumpToDate}
            onExport={onExport}
            onLeft={onLeft}
          />
        )}
      </div>
    </header>
  );
}

function VerifiedMark({ userId }: { readonly userId: string }) {
  const { t } = useI18n();
  const isVerified = useAppState((state) => selectTrust(state, userId) === 'verified');
  return (
    isVerified && (
      <ShieldCheck
        className={styles.verified}
        size={16}
        role="img"
        aria-label={t('identity.verified')}
        data-testid="room-verified"
      />
    )
  );
}

/** The most urgent of: a connection problem, who is typing, who is in the room. */
function StateLine({ room }: { readonly room: RoomSummary }) {
  const { t, locale } = useI18n();
  const now = useNow(SECOND_MS);
  const connection = connectionText(useConnection(), useOnline(), now, t);
  const typing = useTyping(room.roomId);
  const isSaved = useIsSaved(room.roomId);
  const isDirect = room.directUserId !== null;
  const presence = useAppState((state) => selectPresence(state, room.directUserId ?? ''));
  const lastSeen = lastSeenText(presence, now, t, locale);

  if (connection !== null) return connection;
  if (typing.length > 0) {
    return (
      <span className={styles.typing} data-testid="typing-indicator">
        <TypingDots />
        {typingText(typing, isDirect, t)}
      </span>
    );
  }
  if (room.membership !== 'join') return room.topic;
  if (lastSeen !== null)
    return <LastSeen isOnline={presence?.isOnline === true} words={lastSeen} />;
  if (isSaved) return null;
  if (!isDirect) return peopleText(room, t);
  return room.joinedCount < 2 && room.invitedCount > 0 ? t('room.invited') : null;
}

function LastSeen({ isOnline, words }: { readonly isOnline: boolean; readonly words: string }) {
  return (
    <span className={isOnline ? styles.typing : undefined} data-testid="last-seen">
      {words}
    </span>
  );
}
