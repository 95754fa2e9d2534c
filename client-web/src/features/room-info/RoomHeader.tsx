'use client';

import {
  ArrowLeft,
  EllipsisVertical,
  FileDown,
  Info,
  Link,
  LogOut,
  ShieldCheck,
} from 'lucide-react';
import { type Ref, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { lastSeenText } from '@/i18n/last-seen';
import { connectionText, errorText, peopleText, typingText } from '@/i18n/plain-words';
import { matrixToLink } from '@/lib/matrix-link';
import { matrix } from '@/matrix/commands';
import type { RoomSummary } from '@/matrix/types';
import { useAppState, useConnection, useIsSaved, useTyping } from '@/store/hooks';
import { selectTrust } from '@/store/encryption';
import { selectPresence } from '@/store/presence';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { IconButton } from '@/ui/IconButton';
import { Menu, MenuItem, MenuSeparator } from '@/ui/Menu';
import { Modal, ModalActions } from '@/ui/Modal';
import { showToast } from '@/ui/toast';
import { TypingDots } from '@/ui/TypingDots';
import { useOnline } from '@/ui/use-online';
import { useNow } from '@/ui/use-now';
import styles from './RoomHeader.module.css';

const SECOND_MS = 1_000;

interface RoomHeaderProps {
  readonly room: RoomSummary;
  /** Where the chat list is not beside the chat. */
  readonly hasBack: boolean;
  readonly onBack: () => void;
  readonly onLeft: () => void;
  readonly onExport: () => void;
  /** Opens what there is to know about it. */
  readonly onInfo: () => void;
  readonly headingRef: Ref<HTMLHeadingElement>;
}

/** The bar over a conversation: who it is with, and how things stand. */
export function RoomHeader({
  room,
  hasBack,
  onBack,
  onLeft,
  onExport,
  onInfo,
  headingRef,
}: RoomHeaderProps) {
  const { t } = useI18n();
  const [isLeaving, setIsLeaving] = useState(false);
  const isSaved = useIsSaved(room.roomId);
  const name = isSaved ? t('menu.saved') : (room.name ?? t('room.empty'));
  const link = matrixToLink(room.alias ?? room.roomId);
  const copyLink = async () => {
    await navigator.clipboard.writeText(link);
    showToast(t('room.linkCopied'));
  };

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
        {room.membership === 'join' && (
          <Menu
            align="end"
            trigger={
              <IconButton icon={EllipsisVertical} label={t('room.more')} data-testid="room-menu" />
            }
          >
            <MenuItem icon={Info} onSelect={onInfo} data-testid="room-menu-info">
              {t('room.showInfo')}
            </MenuItem>
            <MenuItem icon={Link} onSelect={() => void copyLink()}>
              {t('room.copyLink')}
            </MenuItem>
            {room.directUserId !== null && <VerifyItem userId={room.directUserId} />}
            <MenuItem icon={FileDown} onSelect={onExport} data-testid="room-export">
              {t('export.menu')}
            </MenuItem>
            <MenuSeparator />
            <MenuItem
              icon={LogOut}
              isDestructive
              onSelect={() => setIsLeaving(true)}
              data-testid="room-leave"
            >
              {t('room.leave')}
            </MenuItem>
          </Menu>
        )}
      </div>
      {isLeaving && (
        <LeaveDialog
          roomId={room.roomId}
          name={name}
          onClose={() => setIsLeaving(false)}
          onLeft={onLeft}
        />
      )}
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

/** Nothing where it is known already that the person is who they say. */
function VerifyItem({ userId }: { readonly userId: string }) {
  const { t } = useI18n();
  const trust = useAppState((state) => selectTrust(state, userId));
  if (trust === 'verified') return null;
  const verify = async () => {
    try {
      await matrix.requestVerification({ kind: 'person', userId });
    } catch (error) {
      showToast(errorText(error, t));
    }
  };
  return (
    <MenuItem icon={ShieldCheck} onSelect={() => void verify()} data-testid="room-verify">
      {t('identity.verify')}
    </MenuItem>
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

interface LeaveDialogProps {
  readonly roomId: string;
  readonly name: string;
  readonly onClose: () => void;
  readonly onLeft: () => void;
}

function LeaveDialog({ roomId, name, onClose, onLeft }: LeaveDialogProps) {
  const { t } = useI18n();
  const [isBusy, setIsBusy] = useState(false);
  const leave = async () => {
    setIsBusy(true);
    try {
      await matrix.leaveRoom(roomId);
      showToast(t('room.left', { name }));
      onLeft();
    } catch (error) {
      showToast(errorText(error, t));
      onClose();
    }
  };
  return (
    <Modal
      kind="confirm"
      title={t('room.leaveTitle', { name })}
      closeLabel={t('common.close')}
      onClose={onClose}
    >
      <p>{t('room.leaveHint')}</p>
      <ModalActions>
        <Button look="text" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          look="danger"
          isBusy={isBusy}
          onClick={() => void leave()}
          data-testid="room-leave-confirm"
        >
          {t('room.leave')}
        </Button>
      </ModalActions>
    </Modal>
  );
}
