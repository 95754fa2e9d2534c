'use client';

import {
  CalendarSearch,
  EllipsisVertical,
  FileDown,
  Info,
  Link,
  LogOut,
  Search,
  ShieldCheck,
} from 'lucide-react';
import { useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { roomLink } from '@/lib/matrix-link';
import { matrix } from '@/matrix/commands';
import type { RoomSummary } from '@/matrix/types';
import { selectTrust } from '@/store/encryption';
import { useAppState, useOwnUserId } from '@/store/hooks';
import { Button } from '@/ui/Button';
import { IconButton } from '@/ui/IconButton';
import { Menu, MenuItem, MenuSeparator } from '@/ui/Menu';
import { Modal, ModalActions } from '@/ui/Modal';
import { showToast } from '@/ui/toast';

interface RoomMenuProps {
  readonly room: RoomSummary;
  readonly name: string;
  readonly onInfo: () => void;
  readonly onSearch: () => void;
  readonly onJumpToDate: () => void;
  readonly onExport: () => void;
  readonly onLeft: () => void;
}

/** What can be done with a chat as a whole. */
export function RoomMenu({
  room,
  name,
  onInfo,
  onSearch,
  onJumpToDate,
  onExport,
  onLeft,
}: RoomMenuProps) {
  const { t } = useI18n();
  const [isLeaving, setIsLeaving] = useState(false);
  const link = roomLink(room.roomId, room.alias, useOwnUserId());
  const copyLink = async () => {
    await navigator.clipboard.writeText(link);
    showToast(t('room.linkCopied'));
  };

  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton icon={EllipsisVertical} label={t('room.more')} data-testid="room-menu" />
        }
      >
        <MenuItem icon={Info} onSelect={onInfo} data-testid="room-menu-info">
          {t('room.showInfo')}
        </MenuItem>
        <MenuItem icon={Search} onSelect={onSearch} data-testid="room-menu-search">
          {t('search.inChat')}
        </MenuItem>
        <MenuItem icon={Link} onSelect={() => void copyLink()}>
          {t('room.copyLink')}
        </MenuItem>
        {room.directUserId !== null && <VerifyItem userId={room.directUserId} />}
        <MenuItem icon={CalendarSearch} onSelect={onJumpToDate} data-testid="room-menu-date">
          {t('actions.jumpDate')}
        </MenuItem>
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
      {isLeaving && (
        <LeaveDialog
          roomId={room.roomId}
          name={name}
          onClose={() => setIsLeaving(false)}
          onLeft={onLeft}
        />
      )}
    </>
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
