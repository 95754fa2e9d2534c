'use client';

import { ShieldAlert } from 'lucide-react';
import { useEffect } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import { selectTrust } from '@/store/encryption';
import { useAppState } from '@/store/hooks';
import { Button } from '@/ui/Button';
import styles from './IdentityStrip.module.css';

/** A warning that somebody whom one knew has other keys now; nothing where all is well. */
export function IdentityStrip({ userId }: { readonly userId: string }) {
  const { t } = useI18n();
  const trust = useAppState((state) => selectTrust(state, userId));
  const { isBusy, failure, run } = useAction();

  useEffect(() => {
    // What is not known yet is told when it is.
    matrix.watchTrust(userId).catch(() => undefined);
  }, [userId]);

  if (trust !== 'changed') return null;
  return (
    <section
      className={styles.strip}
      aria-label={t('identity.changed')}
      data-testid="identity-strip"
    >
      <ShieldAlert className={styles.icon} size={24} aria-hidden="true" />
      <div className={styles.words}>
        <p className={styles.title}>{t('identity.changed')}</p>
        <p className={styles.hint}>{failure ?? t('identity.hint')}</p>
      </div>
      <Button
        look="text"
        disabled={isBusy}
        onClick={() => void run(() => matrix.acceptIdentity(userId))}
        data-testid="identity-accept"
      >
        {t('identity.accept')}
      </Button>
      <Button
        look="text"
        disabled={isBusy}
        onClick={() => void run(() => matrix.requestVerification({ kind: 'person', userId }))}
        data-testid="identity-verify"
      >
        {t('devices.verify')}
      </Button>
    </section>
  );
}
