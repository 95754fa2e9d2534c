'use client';

import { useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import { useDetails } from '@/store/hooks';
import { Calendar } from '@/ui/Calendar';
import { Modal } from '@/ui/Modal';
import { Spinner } from '@/ui/Spinner';
import { showToast } from '@/ui/toast';
import styles from './Dialogs.module.css';

interface JumpToDateDialogProps {
  readonly roomId: string;
  /** The day that is looked at. */
  readonly day: number;
  readonly onJump: (eventId: string) => void;
  readonly onClose: () => void;
}

/** Chooses a day, and goes to the first message of it. */
export function JumpToDateDialog({ roomId, day, onJump, onClose }: JumpToDateDialogProps) {
  const { t, locale } = useI18n();
  const [now] = useState(() => Date.now());
  const [chosen, setChosen] = useState<number | null>(null);
  const createdTs = useDetails(roomId)?.createdTs ?? day;

  const jump = async (ts: number) => {
    setChosen(ts);
    try {
      const eventId = await matrix.eventAt(roomId, ts);
      if (eventId === null) {
        showToast(t('actions.jumpNothing'));
        setChosen(null);
        return;
      }
      onClose();
      onJump(eventId);
    } catch (error) {
      showToast(errorText(error, t));
      setChosen(null);
    }
  };

  return (
    <Modal
      title={t('actions.jumpDate')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="jump-dialog"
    >
      <div className={styles.calendar} aria-busy={chosen !== null}>
        <Calendar
          day={chosen ?? day}
          now={now}
          from={Math.min(createdTs, now)}
          to={now}
          locale={locale}
          previousLabel={t('actions.previousMonth')}
          nextLabel={t('actions.nextMonth')}
          onChoose={(ts) => void jump(ts)}
        />
        {chosen !== null && (
          <span className={styles.calendarBusy}>
            <Spinner />
          </span>
        )}
      </div>
    </Modal>
  );
}
