'use client';

import { useCallback } from 'react';
import { CodeBlock } from '@/features/message/CodeBlock';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import { Modal } from '@/ui/Modal';
import { Spinner } from '@/ui/Spinner';
import styles from './Dialogs.module.css';
import { useAnswer } from './use-answer';

interface SourceDialogProps {
  readonly roomId: string;
  readonly eventId: string;
  readonly onClose: () => void;
}

/** A message as it is on the server. */
export function SourceDialog({ roomId, eventId, onClose }: SourceDialogProps) {
  const { t } = useI18n();
  const ask = useCallback(() => matrix.eventSource(roomId, eventId), [roomId, eventId]);
  const source = useAnswer(ask);
  return (
    <Modal
      title={t('actions.sourceTitle')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="source-dialog"
    >
      <div className={styles.list}>
        {source === null ? <Spinner /> : <CodeBlock code={source} language="json" />}
      </div>
    </Modal>
  );
}
