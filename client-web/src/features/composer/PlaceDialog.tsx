'use client';

import { LocateFixed } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useAction } from '@/i18n/use-action';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import type { OutgoingRelation } from '@/matrix/types';
import { Button } from '@/ui/Button';
import { Modal, ModalActions } from '@/ui/Modal';
import { TextField } from '@/ui/TextField';
import styles from './Dialogs.module.css';
import { coordinate } from './place-model';

/** Five digits tell houses apart. */
const DIGITS = 5;

interface PlaceDialogProps {
  readonly roomId: string;
  readonly relation: OutgoingRelation | null;
  readonly onSent: () => void;
  readonly onClose: () => void;
}

/** Sends a place: one's own as the device knows it, or any by its coordinates. */
export function PlaceDialog({ roomId, relation, onSent, onClose }: PlaceDialogProps) {
  const { t, locale } = useI18n();
  const [latitude, setLatitude] = useState('');
  const [longitude, setLongitude] = useState('');
  const [name, setName] = useState('');
  const [accuracy, setAccuracy] = useState<number | null>(null);
  const [isFinding, setIsFinding] = useState(false);
  const [isRefused, setIsRefused] = useState(false);
  const { isBusy, failure, run } = useAction();
  const place = { latitude: coordinate(latitude, 90), longitude: coordinate(longitude, 180) };
  const isWrong =
    (latitude !== '' && place.latitude === null) || (longitude !== '' && place.longitude === null);

  const find = () => {
    setIsFinding(true);
    setIsRefused(false);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLatitude(coords.latitude.toFixed(DIGITS));
        setLongitude(coords.longitude.toFixed(DIGITS));
        setAccuracy(Math.round(coords.accuracy));
        setIsFinding(false);
      },
      () => {
        setIsRefused(true);
        setIsFinding(false);
      },
      { enableHighAccuracy: true, timeout: 20_000 },
    );
  };

  const send = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (place.latitude === null || place.longitude === null) return;
    const whole = { latitude: place.latitude, longitude: place.longitude, name: name.trim() };
    if (!(await run(() => matrix.sendPlace(roomId, whole, relation)))) return;
    onSent();
    onClose();
  };

  return (
    <Modal
      title={t('place.title')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="place-dialog"
    >
      <form className={styles.form} onSubmit={(event) => void send(event)}>
        <Button look="text" isBusy={isFinding} onClick={find} data-testid="place-find">
          <span className={styles.find}>
            <LocateFixed size={20} aria-hidden="true" />
            {t('place.find')}
          </span>
        </Button>
        <TextField
          label={t('place.latitude')}
          inputMode="decimal"
          dir="ltr"
          value={latitude}
          onChange={({ target }) => setLatitude(target.value)}
          data-testid="place-latitude"
        />
        <TextField
          label={t('place.longitude')}
          inputMode="decimal"
          dir="ltr"
          value={longitude}
          error={
            isRefused ? t('place.refused') : isWrong ? t('place.wrong') : (failure ?? undefined)
          }
          hint={
            accuracy === null
              ? t('place.hint')
              : t('place.accuracy', { metres: new Intl.NumberFormat(locale).format(accuracy) })
          }
          onChange={({ target }) => setLongitude(target.value)}
          data-testid="place-longitude"
        />
        <TextField
          label={t('place.name')}
          value={name}
          maxLength={200}
          onChange={({ target }) => setName(target.value)}
          data-testid="place-name"
        />
        <ModalActions>
          <Button
            type="submit"
            isBusy={isBusy}
            disabled={place.latitude === null || place.longitude === null}
            data-testid="place-send"
          >
            {t('composer.send')}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
