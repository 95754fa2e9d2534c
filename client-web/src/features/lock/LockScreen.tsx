'use client';

import { LockKeyhole } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/TextField';
import styles from './LockScreen.module.css';
import { unlock } from './model';

/** In place of everything while the screen is locked; the title of the tab says nothing either. */
export function LockScreen({ onSignOut }: { readonly onSignOut: () => Promise<void> }) {
  const { t } = useI18n();
  const [passcode, setPasscode] = useState('');
  const [isWrong, setIsWrong] = useState(false);
  const [isBusy, setIsBusy] = useState(false);

  useEffect(() => {
    document.title = t('app.title', { unread: 0, place: 'home', chat: '' });
  }, [t]);

  const open = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    setIsWrong(!(await unlock(passcode)));
    setIsBusy(false);
    setPasscode('');
  };
  // Who has forgotten the passcode is let in by the password of an account, and by nothing less.
  const signOut = async () => {
    setIsBusy(true);
    await onSignOut();
    setIsBusy(false);
  };

  return (
    <main className={styles.screen} data-testid="lock-screen">
      <form className={styles.form} onSubmit={(event) => void open(event)}>
        <LockKeyhole className={styles.icon} size={64} aria-hidden="true" />
        <h1 className={styles.title}>{t('lock.locked')}</h1>
        <TextField
          type="password"
          label={t('lock.passcode')}
          error={isWrong ? t('lock.wrong') : undefined}
          value={passcode}
          onChange={(event) => {
            setPasscode(event.target.value);
            setIsWrong(false);
          }}
          autoComplete="off"
          autoFocus
          dir="ltr"
          data-testid="lock-passcode"
        />
        <Button type="submit" isBusy={isBusy} disabled={passcode === ''} data-testid="lock-open">
          {t('lock.open')}
        </Button>
        <Button look="text" disabled={isBusy} onClick={() => void signOut()}>
          {t('settings.signOut')}
        </Button>
      </form>
    </main>
  );
}
