'use client';

import { useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import { Button } from '@/ui/Button';
import { Modal, ModalActions } from '@/ui/Modal';
import { TextField } from '@/ui/TextField';
import { showToast } from '@/ui/toast';

interface ReportDialogProps {
  readonly roomId: string;
  readonly eventId: string;
  readonly onClose: () => void;
}

/** Tells the people who run the server about a message. */
export function ReportDialog({ roomId, eventId, onClose }: ReportDialogProps) {
  const { t } = useI18n();
  const [reason, setReason] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const report = async () => {
    setIsBusy(true);
    try {
      await matrix.reportMessage(roomId, eventId, reason.trim());
      showToast(t('actions.reported'));
      onClose();
    } catch (error) {
      showToast(errorText(error, t));
      setIsBusy(false);
    }
  };
  return (
    <Modal
      kind="confirm"
      title={t('actions.reportTitle')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="report-dialog"
    >
      <p>{t('actions.reportHint')}</p>
      <TextField
        label={t('actions.reportReason')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <ModalActions>
        <Button look="text" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button isBusy={isBusy} onClick={() => void report()} data-testid="report-send">
          {t('actions.reportSend')}
        </Button>
      </ModalActions>
    </Modal>
  );
}
