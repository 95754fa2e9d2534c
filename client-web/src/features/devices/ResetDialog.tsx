'use client';

import { type FormEvent, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import { Button } from '@/ui/Button';
import { Modal, ModalActions } from '@/ui/Modal';
import { TextField } from '@/ui/TextField';
import { showToast } from '@/ui/toast';
import styles from './Dialogs.module.css';

/** The last way out for who has neither another device nor the recovery key: everything new, old messages lost. */
export function ResetDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useI18n();
  const [password, setPassword] = useState('');
  const { isBusy, failure, run, forgive } = useAction();

  const reset = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await run(() => matrix.resetEncryption(password)))) return;
    showToast(t('encryption.reset.done'));
    onClose();
  };

  return (
    <Modal
      kind="confirm"
      title={t('encryption.reset.title')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="reset-dialog"
    >
      <form className={styles.form} onSubmit={(event) => void reset(event)}>
        <ul className={styles.list}>
          <li>{t('encryption.reset.lose')}</li>
          <li>{t('encryption.reset.others')}</li>
          <li>{t('encryption.reset.keep')}</li>
        </ul>
        <TextField
          type="password"
          label={t('auth.password')}
          error={failure}
          value={password}
          onChange={(event) => {
            setPassword(event.target.value);
            forgive();
          }}
          autoComplete="current-password"
          dir="ltr"
          data-testid="reset-password"
        />
        <ModalActions>
          <Button look="text" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            look="danger"
            isBusy={isBusy}
            disabled={password === ''}
            data-testid="reset-confirm"
          >
            {t('encryption.reset.confirm')}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
