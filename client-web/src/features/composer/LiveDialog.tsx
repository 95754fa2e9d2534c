'use client';

import { useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import type { LivePlace } from '@/matrix/types';
import { useDetails } from '@/store/hooks';
import { Button } from '@/ui/Button';
import { Modal, ModalActions } from '@/ui/Modal';
import { RadioRow } from '@/ui/RadioRow';
import styles from './Dialogs.module.css';

const MINUTE_MS = 60_000;
/** A quarter of an hour, an hour, a working day. */
const DURATIONS = [15, 60, 480] as const;
const PATIENCE_MS = 20_000;

interface LiveDialogProps {
  readonly roomId: string;
  readonly onClose: () => void;
}

/** Begins to tell a chat where one is, for a while. */
export function LiveDialog({ roomId, onClose }: LiveDialogProps) {
  const { t } = useI18n();
  const mayShare = useDetails(roomId)?.mayShareLive ?? false;
  const [minutes, setMinutes] = useState<number>(DURATIONS[0]);
  const [isRefused, setIsRefused] = useState(false);
  const { isBusy, failure, run } = useAction();

  /** Only who can be found begins: the others would be waited for in vain. */
  const start = async () => {
    setIsRefused(false);
    const isStarted = await run(async () => {
      const place = await ownPlace();
      if (place === null) return setIsRefused(true);
      await matrix.startLive(roomId, minutes * MINUTE_MS);
      await matrix.tellPlace(place);
      onClose();
    });
    return isStarted;
  };

  return (
    <Modal
      title={t('live.title')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="live-dialog"
    >
      <div className={styles.form}>
        <p>{t(mayShare ? 'live.explain' : 'live.notAllowed')}</p>
        {mayShare && (
          <div role="radiogroup" aria-label={t('live.howLong')}>
            {DURATIONS.map((duration) => (
              <RadioRow
                key={duration}
                name="live-duration"
                label={durationText(duration)}
                isChecked={minutes === duration}
                onCheck={() => setMinutes(duration)}
                data-testid={`live-${duration}`}
              />
            ))}
          </div>
        )}
        {(isRefused || failure !== undefined) && (
          <p className={styles.failure} role="alert">
            {failure ?? t('place.refused')}
          </p>
        )}
        <ModalActions>
          <Button look="text" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          {mayShare && (
            <Button isBusy={isBusy} onClick={() => void start()} data-testid="live-start">
              {t('live.start')}
            </Button>
          )}
        </ModalActions>
      </div>
    </Modal>
  );

  function durationText(duration: number): string {
    return duration < 60
      ? t('live.minutes', { count: duration })
      : t('live.hours', { count: duration / 60 });
  }
}

/** Where this device is; null when it does not say. */
function ownPlace(): Promise<LivePlace | null> {
  return new Promise((done) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        done({ latitude: coords.latitude, longitude: coords.longitude, ts: Date.now() }),
      () => done(null),
      { enableHighAccuracy: true, timeout: PATIENCE_MS },
    );
  });
}
