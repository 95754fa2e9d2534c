'use client';

import { Download, Upload } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import { ActionRow } from '@/ui/ActionRow';
import { Button } from '@/ui/Button';
import { Modal, ModalActions } from '@/ui/Modal';
import { Card } from '@/ui/Page';
import { saveFile } from '@/ui/save-file';
import { TextField } from '@/ui/TextField';
import { showToast } from '@/ui/toast';
import styles from './Dialogs.module.css';
import { MIN_PHRASE } from './model';

type Job = { readonly kind: 'export' } | { readonly kind: 'import'; readonly text: string };

/** Keys of messages as a file, out and in: for another app, or for a drawer. */
export function KeyFileCard() {
  const { t } = useI18n();
  const [job, setJob] = useState<Job | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const chosen = async (file: File | undefined) => {
    if (file) setJob({ kind: 'import', text: await file.text() });
  };
  return (
    <Card title={t('keyFile.title')} note={t('keyFile.note')}>
      <ActionRow
        icon={Download}
        label={t('keyFile.export')}
        onClick={() => setJob({ kind: 'export' })}
        data-testid="keys-export"
      />
      <ActionRow
        icon={Upload}
        label={t('keyFile.import')}
        onClick={() => field.current?.click()}
        data-testid="keys-import"
      />
      <input
        ref={field}
        type="file"
        hidden
        accept=".txt,text/plain"
        onChange={(event) => {
          void chosen(event.target.files?.[0]);
          event.target.value = '';
        }}
        data-testid="keys-file"
      />
      {job && <PassphraseDialog job={job} onClose={() => setJob(null)} />}
    </Card>
  );
}

function PassphraseDialog({ job, onClose }: { readonly job: Job; readonly onClose: () => void }) {
  const { t } = useI18n();
  const [passphrase, setPassphrase] = useState('');
  const { isBusy, failure, run, forgive } = useAction();
  const isNew = job.kind === 'export';
  const isReady = passphrase.length >= (isNew ? MIN_PHRASE : 1);

  const go = async (event: FormEvent) => {
    event.preventDefault();
    const isDone = await run(async () => {
      if (job.kind === 'import') return matrix.importKeys(job.text, passphrase);
      saveFile(`${t('keyFile.name')}.txt`, 'text/plain', await matrix.exportKeys(passphrase));
    });
    if (!isDone) return;
    showToast(t(isNew ? 'keyFile.exported' : 'keyFile.imported'));
    onClose();
  };

  return (
    <Modal
      kind="confirm"
      title={t(`keyFile.${job.kind}`)}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="keys-dialog"
    >
      <form className={styles.form} onSubmit={(event) => void go(event)}>
        <TextField
          type="password"
          label={t('keyFile.passphrase')}
          hint={isNew ? t('encryption.phraseShort', { count: MIN_PHRASE }) : undefined}
          error={failure}
          value={passphrase}
          onChange={(event) => {
            setPassphrase(event.target.value);
            forgive();
          }}
          autoComplete={isNew ? 'new-password' : 'off'}
          dir="ltr"
          data-testid="keys-passphrase"
        />
        <ModalActions>
          <Button look="text" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" isBusy={isBusy} disabled={!isReady} data-testid="keys-confirm">
            {t(`keyFile.${job.kind}`)}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
