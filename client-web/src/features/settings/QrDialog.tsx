'use client';

import { useI18n } from '@/i18n/I18nProvider';
import { Modal } from '@/ui/Modal';
import { QrCode } from '@/ui/QrCode';
import styles from './QrDialog.module.css';

interface QrDialogProps {
  readonly title: string;
  readonly text: string;
  readonly onClose: () => void;
}

/** A link as a picture for a camera. */
export function QrDialog({ title, text, onClose }: QrDialogProps) {
  const { t } = useI18n();
  return (
    <Modal title={title} closeLabel={t('common.close')} onClose={onClose} data-testid="qr-dialog">
      <QrCode content={text} label={text} />
      <p className={styles.text} dir="ltr">
        {text}
      </p>
    </Modal>
  );
}
