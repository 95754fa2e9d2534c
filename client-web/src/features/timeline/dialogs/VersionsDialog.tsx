'use client';

import { useCallback } from 'react';
import { messageText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { fullDateTime } from '@/lib/dates';
import { matrix } from '@/matrix/commands';
import { Modal } from '@/ui/Modal';
import { Spinner } from '@/ui/Spinner';
import styles from './Dialogs.module.css';
import { useAnswer } from './use-answer';

interface VersionsDialogProps {
  readonly roomId: string;
  readonly eventId: string;
  readonly onClose: () => void;
}

/** All that an edited message has said, newest first. */
export function VersionsDialog({ roomId, eventId, onClose }: VersionsDialogProps) {
  const { t, locale } = useI18n();
  const ask = useCallback(() => matrix.versions(roomId, eventId), [roomId, eventId]);
  const versions = useAnswer(ask);
  return (
    <Modal
      title={t('actions.versions')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="versions-dialog"
    >
      <ol className={styles.list}>
        {versions === null && <Spinner />}
        {versions?.toReversed().map(({ ts, content }) => (
          <li key={ts} className={styles.version} data-testid="version">
            <time className={styles.when} dateTime={new Date(ts).toISOString()}>
              {fullDateTime(ts, locale)}
            </time>
            <p dir="auto">{messageText(content, t)}</p>
          </li>
        ))}
      </ol>
    </Modal>
  );
}
