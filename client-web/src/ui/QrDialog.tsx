'use client';

import { Modal } from './Modal';
import { QrCode } from './QrCode';
import styles from './QrDialog.module.css';

interface QrDialogProps {
  readonly title: string;
  readonly text: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
}

/** A link as a picture for a camera. */
export function QrDialog({ title, text, closeLabel, onClose }: QrDialogProps) {
  return (
    <Modal title={title} closeLabel={closeLabel} onClose={onClose} data-testid="qr-dialog">
      <QrCode content={text} label={text} />
      <p className={styles.text} dir="ltr">
        {text}
      </p>
    </Modal>
  );
}
