'use client';

import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import { Button } from '@/ui/Button';
import { Modal, ModalActions } from '@/ui/Modal';
import { showToast } from '@/ui/toast';

interface DeleteDialogProps {
  readonly roomId: string;
  readonly eventIds: string[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Asks before messages are taken back; they vanish at once and return if the server refuses. */
export function DeleteDialog({ roomId, eventIds, onClose, onDone }: DeleteDialogProps) {
  const { t } = useI18n();
  const remove = () => {
    matrix
      .deleteMessages(roomId, eventIds)
      .catch((error: unknown) => showToast(errorText(error, t)));
    onDone();
  };
  return (
    <Modal
      kind="confirm"
      title={t('actions.deleteTitle', { count: eventIds.length })}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="delete-dialog"
    >
      <p>{t('actions.deleteHint')}</p>
      <ModalActions>
        <Button look="text" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button look="danger" onClick={remove} data-testid="delete-confirm">
          {t('actions.delete')}
        </Button>
      </ModalActions>
    </Modal>
  );
}
