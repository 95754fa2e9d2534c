'use client';

import { useI18n } from '@/i18n/I18nProvider';
import { errorText } from '@/i18n/plain-words';
import { matrix } from '@/matrix/commands';
import { useRoom } from '@/store/hooks';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { showToast } from '@/ui/toast';

interface LeaveDialogProps {
  readonly roomId: string;
  readonly kind: 'leave' | 'delete';
  readonly onClose: () => void;
}

/** Asks before a chat is left or deleted. */
export function LeaveDialog({ roomId, kind, onClose }: LeaveDialogProps) {
  const { t } = useI18n();
  const name = useRoom(roomId)?.name ?? t('room.empty');
  const isDeleting = kind === 'delete';
  const leave = async () => {
    try {
      await (isDeleting ? matrix.forgetRoom(roomId) : matrix.leaveRoom(roomId));
      showToast(t(isDeleting ? 'chatMenu.deleted' : 'room.left', { name }));
    } catch (error) {
      showToast(errorText(error, t));
    }
  };
  return (
    <ConfirmDialog
      title={t(isDeleting ? 'chatMenu.deleteTitle' : 'room.leaveTitle', { name })}
      confirmLabel={t(isDeleting ? 'chatMenu.delete' : 'room.leave')}
      cancelLabel={t('common.cancel')}
      closeLabel={t('common.close')}
      onConfirm={leave}
      onClose={onClose}
      data-testid="chat-leave-confirm"
    >
      <p>{t(isDeleting ? 'chatMenu.deleteHint' : 'room.leaveHint')}</p>
    </ConfirmDialog>
  );
}
