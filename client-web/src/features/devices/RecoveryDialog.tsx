'use client';

import { Copy, Download } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import { Button } from '@/ui/Button';
import { Modal, ModalActions } from '@/ui/Modal';
import { RadioRow } from '@/ui/RadioRow';
import { saveFile } from '@/ui/save-file';
import { TextField } from '@/ui/TextField';
import { showToast } from '@/ui/toast';
import styles from './Dialogs.module.css';
import { MIN_PHRASE } from './model';

type Way = 'key' | 'phrase';

/** Makes a recovery key, and lets go only when it is kept somewhere. */
export function RecoveryDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useI18n();
  const [key, setKey] = useState<string | null>(null);
  return (
    <Modal
      title={t(key === null ? 'encryption.recovery.title' : 'encryption.key.title')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="recovery-dialog"
    >
      {key === null ? (
        <ChooseWay onMade={setKey} />
      ) : (
        <KeepKey recoveryKey={key} onKept={onClose} />
      )}
    </Modal>
  );
}

function ChooseWay({ onMade }: { readonly onMade: (key: string) => void }) {
  const { t } = useI18n();
  const [way, setWay] = useState<Way>('key');
  const [phrase, setPhrase] = useState('');
  const [isTooShort, setIsTooShort] = useState(false);
  const { isBusy, failure, run } = useAction();

  const make = (event: FormEvent) => {
    event.preventDefault();
    if (way === 'phrase' && phrase.trim().length < MIN_PHRASE) return setIsTooShort(true);
    void run(async () => onMade(await matrix.createRecovery(way === 'key' ? null : phrase.trim())));
  };

  return (
    <form className={styles.form} onSubmit={make}>
      <p>{t('encryption.recovery.explain')}</p>
      {(['key', 'phrase'] as const).map((option) => (
        <RadioRow
          key={option}
          name="recovery-way"
          label={t(`encryption.way.${option}`)}
          isChecked={way === option}
          onCheck={() => setWay(option)}
          data-testid={`recovery-way-${option}`}
        />
      ))}
      {way === 'phrase' && (
        <TextField
          label={t('encryption.phrase')}
          hint={t('encryption.phraseHint')}
          error={isTooShort ? t('encryption.phraseShort', { count: MIN_PHRASE }) : undefined}
          value={phrase}
          onChange={(event) => {
            setPhrase(event.target.value);
            setIsTooShort(false);
          }}
          autoComplete="new-password"
          data-testid="recovery-phrase"
        />
      )}
      {failure !== undefined && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <ModalActions>
        <Button type="submit" isBusy={isBusy} data-testid="recovery-make">
          {t('encryption.recovery.make')}
        </Button>
      </ModalActions>
    </form>
  );
}

interface KeepKeyProps {
  readonly recoveryKey: string;
  readonly onKept: () => void;
}

function KeepKey({ recoveryKey, onKept }: KeepKeyProps) {
  const { t } = useI18n();
  const [isKept, setIsKept] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(recoveryKey);
    setIsKept(true);
    showToast(t('common.copied'));
  };
  const save = () => {
    saveFile(`${t('encryption.key.file')}.txt`, 'text/plain', `${recoveryKey}\n`);
    setIsKept(true);
  };
  return (
    <div className={styles.form}>
      <p>{t('encryption.key.explain')}</p>
      <p className={styles.key} dir="ltr" data-testid="recovery-key">
        {recoveryKey}
      </p>
      <div className={styles.choices}>
        <Button look="text" onClick={() => void copy()} data-testid="recovery-copy">
          <span className={styles.withIcon}>
            <Copy size={20} aria-hidden="true" />
            {t('encryption.key.copy')}
          </span>
        </Button>
        <Button look="text" onClick={save} data-testid="recovery-save">
          <span className={styles.withIcon}>
            <Download size={20} aria-hidden="true" />
            {t('encryption.key.save')}
          </span>
        </Button>
      </div>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={isKept}
          onChange={(event) => setIsKept(event.target.checked)}
          data-testid="recovery-kept"
        />
        <span>{t('encryption.key.kept')}</span>
      </label>
      <ModalActions>
        <Button disabled={!isKept} onClick={onKept} data-testid="recovery-done">
          {t('encryption.done')}
        </Button>
      </ModalActions>
    </div>
  );
}
