'use client';

import { LockKeyhole, LockKeyholeOpen } from 'lucide-react';
import { type FormEvent, useState, useSyncExternalStore } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { ActionRow } from '@/ui/ActionRow';
import { Button } from '@/ui/Button';
import { Card, Page } from '@/ui/Page';
import { RadioRow } from '@/ui/RadioRow';
import { TextField } from '@/ui/TextField';
import styles from './LockPage.module.css';
import {
  AUTO_LOCK_MINUTES,
  LEAST_PASSCODE,
  lockNow,
  lockState,
  readLock,
  removePasscode,
  setMinutes,
  setPasscode,
  subscribeToLock,
} from './model';

/** A passcode for this device, and when it is asked for. */
export function LockPage({ onBack }: { readonly onBack: () => void }) {
  const { t } = useI18n();
  const state = useSyncExternalStore(subscribeToLock, lockState, () => 'none' as const);
  return (
    <Page
      title={t('settings.page.lock')}
      backLabel={t('common.back')}
      onBack={onBack}
      data-testid="lock-page"
    >
      {state === 'none' ? <SetCard /> : <ChangeCards />}
    </Page>
  );
}

function SetCard() {
  const { t } = useI18n();
  const [typed, setTyped] = useState('');
  const [again, setAgain] = useState('');
  const [failure, setFailure] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (typed.length < LEAST_PASSCODE) {
      return setFailure(t('lock.short', { count: LEAST_PASSCODE }));
    }
    if (typed !== again) return setFailure(t('lock.differ'));
    setIsBusy(true);
    await setPasscode(typed);
  };

  const field = (label: string, value: string, change: (text: string) => void, testId: string) => (
    <TextField
      type="password"
      label={label}
      value={value}
      onChange={(event) => {
        change(event.target.value);
        setFailure(undefined);
      }}
      autoComplete="new-password"
      dir="ltr"
      data-testid={testId}
    />
  );

  return (
    <Card title={t('lock.set')} note={t('lock.note')}>
      <form className={styles.form} onSubmit={(event) => void save(event)}>
        {field(t('lock.passcode'), typed, setTyped, 'passcode-new')}
        {field(t('lock.again'), again, setAgain, 'passcode-again')}
        {failure !== undefined && (
          <p className={styles.failure} role="alert">
            {failure}
          </p>
        )}
        <Button type="submit" isBusy={isBusy} data-testid="passcode-save">
          {t('common.save')}
        </Button>
      </form>
    </Card>
  );
}

function ChangeCards() {
  const { t } = useI18n();
  const minutes = useSyncExternalStore(
    subscribeToLock,
    () => readLock()?.minutes ?? null,
    () => null,
  );
  return (
    <>
      <Card title={t('lock.now')} hidesTitle note={t('lock.note')}>
        <ActionRow
          icon={LockKeyhole}
          label={t('lock.now')}
          onClick={lockNow}
          data-testid="lock-now"
        />
        <ActionRow
          icon={LockKeyholeOpen}
          label={t('lock.remove')}
          isDestructive
          onClick={removePasscode}
          data-testid="passcode-remove"
        />
      </Card>
      <Card title={t('lock.auto')}>
        {AUTO_LOCK_MINUTES.map((option) => (
          <RadioRow
            key={option}
            name="auto-lock"
            label={t('lock.minutes', { count: option })}
            isChecked={minutes === option}
            onCheck={() => setMinutes(option)}
          />
        ))}
      </Card>
    </>
  );
}
