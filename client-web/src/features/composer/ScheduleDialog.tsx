'use client';

import { type FormEvent, useState } from 'react';
import { useAction } from '@/i18n/use-action';
import { useI18n } from '@/i18n/I18nProvider';
import { atTime, timeField } from '@/lib/calendar';
import { dateAndTime, startOfDay } from '@/lib/dates';
import { useAppState } from '@/store/hooks';
import { selectLongestDelay } from '@/store/scheduled';
import { Button } from '@/ui/Button';
import { Calendar } from '@/ui/Calendar';
import { Modal, ModalActions } from '@/ui/Modal';
import { TextField } from '@/ui/TextField';
import { showToast } from '@/ui/toast';
import { useNow } from '@/ui/use-now';
import { checkTime, offeredTime } from './schedule-model';
import styles from './Dialogs.module.css';

const SECOND_MS = 1_000;

interface ScheduleDialogProps {
  /** When it would be sent so far; null for a message that does not wait yet. */
  readonly sendAt: number | null;
  /** The dialog waits for it, and stays open when it fails. */
  readonly onChoose: (sendAt: number) => Promise<void>;
  readonly onClose: () => void;
}

/** Chooses the day and the time at which a message is sent. */
export function ScheduleDialog({ sendAt, onChoose, onClose }: ScheduleDialogProps) {
  const { t, locale } = useI18n();
  const now = useNow(SECOND_MS);
  const longestMs = useAppState(selectLongestDelay) ?? 0;
  const [start] = useState(() => sendAt ?? offeredTime(Date.now()));
  const [day, setDay] = useState(startOfDay(start));
  const [time, setTime] = useState(timeField(start));
  const { isBusy, failure, run } = useAction();
  const chosen = atTime(day, time);
  const problem = chosen === null ? null : checkTime(chosen, now, longestMs);
  const problemText =
    problem?.kind === 'past'
      ? t('schedule.past')
      : problem?.kind === 'tooFar'
        ? t('schedule.tooFar', { days: problem.days })
        : undefined;

  const choose = async (event: FormEvent) => {
    event.preventDefault();
    // A dialog within the composer's form must not send what stands there.
    event.stopPropagation();
    if (chosen === null || problem !== null) return;
    if (!(await run(() => onChoose(chosen)))) return;
    showToast(t('schedule.done', { when: dateAndTime(chosen, locale) }));
    onClose();
  };

  return (
    <Modal
      title={t(sendAt === null ? 'schedule.title' : 'schedule.moveTitle')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="schedule-dialog"
    >
      <form className={styles.form} onSubmit={(event) => void choose(event)}>
        <Calendar
          day={day}
          now={now}
          from={now}
          to={now + longestMs}
          locale={locale}
          previousLabel={t('actions.previousMonth')}
          nextLabel={t('actions.nextMonth')}
          onChoose={setDay}
        />
        <TextField
          type="time"
          required
          label={t('schedule.time')}
          error={failure ?? problemText}
          value={time}
          onChange={({ target }) => setTime(target.value)}
          data-testid="schedule-time"
        />
        <ModalActions>
          <Button
            type="submit"
            isBusy={isBusy}
            disabled={chosen === null || problem !== null}
            data-testid="schedule-send"
          >
            {t('schedule.sendAt', { when: chosen === null ? '' : dateAndTime(chosen, locale) })}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
