'use client';

import { type FormEvent, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { CommandFailure, matrix } from '@/matrix/commands';
import { Button } from '@/ui/Button';
import { Modal, ModalActions } from '@/ui/Modal';
import { TextField } from '@/ui/TextField';
import { showToast } from '@/ui/toast';
import styles from './Dialogs.module.css';

interface SignOutDevicesDialogProps {
  readonly deviceIds: readonly string[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Ends other sessions; asks for the password only when the server does. */
export function SignOutDevicesDialog({ deviceIds, onClose, onDone }: SignOutDevicesDialogProps) {
  const { t } = useI18n();
  const [password, setPassword] = useState<string | null>(null);
  const { isBusy, failure, run, forgive } = useAction();

  const end = async (event: FormEvent) => {
    event.preventDefault();
    const isDone = await run(async () => {
      try {
        await matrix.signOutDevices(deviceIds, password);
      } catch (error) {
        if (!(error instanceof CommandFailure) || error.code !== 'passwordRequired') throw error;
        setPassword('');
        return;
      }
      showToast(t('devices.ended', { count: deviceIds.length }));
      onDone();
      onClose();
    });
    return isDone;
  };

  return (
    <Modal
      kind="confirm"
      title={t('devices.endTitle', { count: deviceIds.length })}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="end-sessions-dialog"
    >
      <form className={styles.form} onSubmit={(event) => void end(event)}>
        <p>{t('devices.endHint')}</p>
        {password === null && failure !== undefined && (
          <p className={styles.failure} role="alert">
            {failure}
          </p>
        )}
        {password !== null && (
          <TextField
            type="password"
            label={t('auth.password')}
            hint={t('error.passwordRequired')}
            error={failure}
            value={password}
            onChange={(event) => {
              setPassword(event.target.value);
              forgive();
            }}
            autoComplete="current-password"
            dir="ltr"
            autoFocus
            data-testid="end-sessions-password"
          />
        )}
        <ModalActions>
          <Button look="text" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            look="danger"
            isBusy={isBusy}
            disabled={password === ''}
            data-testid="end-sessions-confirm"
          >
            {t('settings.signOut')}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
