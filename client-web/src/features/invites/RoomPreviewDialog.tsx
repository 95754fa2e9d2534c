'use client';

import { useEffect, useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import type { RoomPreview } from '@/matrix/types';
import { Modal } from '@/ui/Modal';
import { Spinner } from '@/ui/Spinner';
import styles from './JoinPanel.module.css';
import { RoomPreviewCard } from './RoomPreviewCard';

interface RoomPreviewDialogProps {
  /** An address of the room, or a link to it. */
  readonly link: string;
  readonly onOpenRoom: (roomId: string) => void;
  readonly onClose: () => void;
}

/** A room before one goes in: what it tells of itself, and the way in. */
export function RoomPreviewDialog({ link, onOpenRoom, onClose }: RoomPreviewDialogProps) {
  const { t } = useI18n();
  const [preview, setPreview] = useState<RoomPreview | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  useEffect(() => {
    let isCurrent = true;
    matrix.previewRoom(link).then(
      (found) => isCurrent && setPreview(found),
      (error: unknown) => isCurrent && setFailure(errorText(error, t)),
    );
    return () => {
      isCurrent = false;
    };
  }, [link, t]);

  const open = (roomId: string) => {
    onClose();
    onOpenRoom(roomId);
  };
  return (
    <Modal
      title={t('join.preview')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="room-preview-dialog"
    >
      {preview !== null && <RoomPreviewCard link={link} preview={preview} onOpenRoom={open} />}
      {failure !== null && (
        <p className={styles.card} role="alert">
          {failure}
        </p>
      )}
      {preview === null && failure === null && (
        <p className={styles.card}>
          <Spinner />
        </p>
      )}
    </Modal>
  );
}
