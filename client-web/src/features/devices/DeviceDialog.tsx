'use client';

import { type FormEvent, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import type { DeviceInfo } from '@/matrix/types';
import { Button } from '@/ui/Button';
import { Modal, ModalActions } from '@/ui/Modal';
import { TextField } from '@/ui/TextField';
import { useNow } from '@/ui/use-now';
import styles from './DeviceDialog.module.css';
import dialogStyles from './Dialogs.module.css';
import { lastSeenText } from './model';
import { SignOutDevicesDialog } from './SignOutDevicesDialog';

interface DeviceDialogProps {
  readonly device: DeviceInfo;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** One device: what it is called, how it is trusted, and the way to end its session. */
export function DeviceDialog({ device, onClose, onChanged }: DeviceDialogProps) {
  const { t, locale } = useI18n();
  const now = useNow(60_000);
  const { deviceId, name, isCurrent, trust, fingerprint } = device;
  const [typed, setTyped] = useState(name ?? '');
  const [isEnding, setIsEnding] = useState(false);
  const { isBusy, failure, run, forgive } = useAction();

  const rename = async (event: FormEvent) => {
    event.preventDefault();
    if (await run(() => matrix.renameDevice(deviceId, typed.trim()))) onChanged();
  };
  const verify = async () => {
    if (await run(() => matrix.requestVerification({ kind: 'device', deviceId }))) onClose();
  };

  if (isEnding) {
    return <SignOutDevicesDialog deviceIds={[deviceId]} onClose={onClose} onDone={onChanged} />;
  }
  return (
    <Modal
      title={name ?? deviceId}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="device-dialog"
    >
      <form className={dialogStyles.form} onSubmit={(event) => void rename(event)}>
        <TextField
          label={t('devices.name')}
          error={failure}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            forgive();
          }}
          maxLength={100}
          data-testid="device-name"
        />
        <dl className={styles.facts}>
          <dt>{t('devices.trust')}</dt>
          <dd>{t(`devices.${trust}`)}</dd>
          <dt>{t('devices.used')}</dt>
          <dd>{lastSeenText(device, t, locale, now) || t('devices.neverSeen')}</dd>
          <dt>{t('devices.id')}</dt>
          <dd dir="ltr">{deviceId}</dd>
          {fingerprint !== null && (
            <>
              <dt>{t('devices.fingerprint')}</dt>
              <dd dir="ltr" className={styles.fingerprint}>
                {fingerprint}
              </dd>
            </>
          )}
        </dl>
        <ModalActions>
          {!isCurrent && (
            <Button look="danger" onClick={() => setIsEnding(true)} data-testid="device-sign-out">
              {t('settings.signOut')}
            </Button>
          )}
          {!isCurrent && trust === 'unverified' && (
            <Button
              look="text"
              disabled={isBusy}
              onClick={() => void verify()}
              data-testid="device-verify"
            >
              {t('devices.verify')}
            </Button>
          )}
          <Button
            type="submit"
            isBusy={isBusy}
            disabled={typed.trim() === (name ?? '')}
            data-testid="device-rename"
          >
            {t('common.save')}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
