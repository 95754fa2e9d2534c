'use client';

import { CalendarClock, SendHorizontal, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { errorText, messageText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { dateAndTime } from '@/lib/dates';
import { matrix } from '@/matrix/commands';
import type { ScheduledMessage } from '@/matrix/types';
import { useAppState } from '@/store/hooks';
import { selectScheduled } from '@/store/scheduled';
import { IconButton } from '@/ui/IconButton';
import { Modal } from '@/ui/Modal';
import { showToast } from '@/ui/toast';
import { ScheduleDialog } from './ScheduleDialog';
import styles from './Dialogs.module.css';

interface ScheduledDialogProps {
  readonly roomId: string;
  readonly onClose: () => void;
}

/** What waits to be sent to a chat: to be sent at once, at another time, or never. */
export function ScheduledDialog({ roomId, onClose }: ScheduledDialogProps) {
  const { t } = useI18n();
  const messages = useAppState((state) => selectScheduled(state, roomId));
  const [moving, setMoving] = useState<ScheduledMessage | null>(null);
  const run = (command: Promise<void>) => {
    command.catch((error: unknown) => showToast(errorText(error, t)));
  };

  useEffect(() => {
    // What other devices did about it; the list that is there does until then.
    matrix.refreshScheduled().catch(() => undefined);
  }, []);

  return (
    <Modal
      title={t('schedule.listTitle')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="scheduled-dialog"
    >
      {messages.length === 0 && <p className={styles.none}>{t('schedule.none')}</p>}
      <ul className={styles.list}>
        {messages.map((message) => (
          <ScheduledRow
            key={message.delayId}
            message={message}
            onSend={() => run(matrix.sendScheduledNow(message.delayId))}
            onMove={() => setMoving(message)}
            onRemove={() =>
              run(
                matrix
                  .cancelScheduled(message.delayId)
                  .then(() => showToast(t('schedule.removed'))),
              )
            }
          />
        ))}
      </ul>
      {moving && (
        <ScheduleDialog
          sendAt={moving.sendAt}
          onChoose={(sendAt) => matrix.moveScheduled(moving.delayId, sendAt)}
          onClose={() => setMoving(null)}
        />
      )}
    </Modal>
  );
}

interface ScheduledRowProps {
  readonly message: ScheduledMessage;
  readonly onSend: () => void;
  readonly onMove: () => void;
  readonly onRemove: () => void;
}

function ScheduledRow({ message, onSend, onMove, onRemove }: ScheduledRowProps) {
  const { t, locale } = useI18n();
  return (
    <li className={styles.row} data-testid="scheduled-message">
      <span className={styles.lines}>
        <span className={styles.words} dir="auto">
          {messageText(message.content, t)}
        </span>
        <span className={styles.when}>{dateAndTime(message.sendAt, locale)}</span>
      </span>
      <IconButton
        icon={SendHorizontal}
        isDirectional
        iconSize={20}
        label={t('schedule.sendNow')}
        onClick={onSend}
        data-testid="scheduled-send"
      />
      <IconButton
        icon={CalendarClock}
        iconSize={20}
        label={t('schedule.move')}
        onClick={onMove}
        data-testid="scheduled-move"
      />
      <IconButton
        className={styles.remove}
        icon={Trash2}
        iconSize={20}
        label={t('schedule.remove')}
        onClick={onRemove}
        data-testid="scheduled-remove"
      />
    </li>
  );
}
