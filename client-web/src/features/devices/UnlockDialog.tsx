'use client';

import { FileKey, Smartphone } from 'lucide-react';
import { type ChangeEvent, type FormEvent, useRef, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import { selectEncryption } from '@/store/encryption';
import { useAppState } from '@/store/hooks';
import { ActionRow } from '@/ui/ActionRow';
import { Button } from '@/ui/Button';
import { Modal, ModalActions } from '@/ui/Modal';
import { TextField } from '@/ui/TextField';
import { showToast } from '@/ui/toast';
import styles from './Dialogs.module.css';
import { keyFromFile } from './model';
import { ResetDialog } from './ResetDialog';

/** A new device proves that it belongs to the account: by another device, or by the recovery key. */
export function UnlockDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useI18n();
  const encryption = useAppState(selectEncryption);
  const [isResetting, setIsResetting] = useState(false);
  const { isBusy, failure, run } = useAction();
  if (isResetting) return <ResetDialog onClose={onClose} />;

  const askDevice = async () => {
    if (await run(() => matrix.requestVerification({ kind: 'self' }))) onClose();
  };

  return (
    <Modal
      title={t('encryption.verify.title')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="unlock-dialog"
    >
      <div className={styles.form}>
        <p>{t('encryption.unlock.explain')}</p>
        <ActionRow
          icon={Smartphone}
          label={t('encryption.unlock.device')}
          detail={t('encryption.unlock.deviceHint')}
          isBusy={isBusy}
          onClick={() => void askDevice()}
          data-testid="unlock-by-device"
        />
        {failure !== undefined && (
          <p className={styles.failure} role="alert">
            {failure}
          </p>
        )}
        {encryption?.recovery !== 'missing' && (
          <KeyForm hasPhrase={encryption?.hasPhrase ?? false} onDone={onClose} />
        )}
        <button
          type="button"
          className={styles.quiet}
          onClick={() => setIsResetting(true)}
          data-testid="unlock-lost"
        >
          {t('encryption.unlock.lost')}
        </button>
      </div>
    </Modal>
  );
}

interface KeyFormProps {
  readonly hasPhrase: boolean;
  readonly onDone: () => void;
}

function KeyForm({ hasPhrase, onDone }: KeyFormProps) {
  const { t } = useI18n();
  const [typed, setTyped] = useState('');
  const file = useRef<HTMLInputElement>(null);
  const { isBusy, failure, run, forgive } = useAction();

  const unlock = async (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() === '' || !(await run(() => matrix.recover(typed)))) return;
    showToast(t('encryption.unlock.done'));
    onDone();
  };
  const readFile = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    if (chosen) setTyped(keyFromFile(await chosen.slice(0, 4_096).text()));
  };

  return (
    <form className={styles.form} onSubmit={(event) => void unlock(event)}>
      <TextField
        label={t(hasPhrase ? 'encryption.unlock.keyOrPhrase' : 'encryption.unlock.key')}
        error={failure}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          forgive();
        }}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        data-testid="unlock-key"
      />
      <input
        ref={file}
        type="file"
        hidden
        accept=".txt,text/plain"
        onChange={(event) => void readFile(event)}
      />
      <ModalActions>
        <Button look="text" onClick={() => file.current?.click()}>
          <span className={styles.withIcon}>
            <FileKey size={20} aria-hidden="true" />
            {t('encryption.unlock.file')}
          </span>
        </Button>
        <Button type="submit" isBusy={isBusy} data-testid="unlock-submit">
          {t('encryption.unlock.submit')}
        </Button>
      </ModalActions>
    </form>
  );
}
