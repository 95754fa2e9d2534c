'use client';

import { KeyRound, ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { selectEncryptionTask } from '@/store/encryption';
import { useAppState } from '@/store/hooks';
import { Button } from '@/ui/Button';
import styles from './EncryptionStrip.module.css';

const STORAGE_KEY = 'heliograph.recovery-reminder';
const reminderMs = 24 * 60 * 60 * 1000;

const isSnoozed = () => Number(localStorage.getItem(STORAGE_KEY) ?? 0) > Date.now();

interface EncryptionStripProps {
  readonly onVerify: () => void;
  readonly onSetUpRecovery: () => void;
}

/** What should be done so that no message gets lost, above the chats. What can wait may be put off for a day. */
export function EncryptionStrip({ onVerify, onSetUpRecovery }: EncryptionStripProps) {
  const { t } = useI18n();
  const task = useAppState(selectEncryptionTask);
  const [isPutOff, setIsPutOff] = useState(isSnoozed);
  if (task === null || (task === 'recovery' && isPutOff)) return null;
  const Icon = task === 'verify' ? ShieldAlert : KeyRound;
  const putOff = () => {
    localStorage.setItem(STORAGE_KEY, String(Date.now() + reminderMs));
    setIsPutOff(true);
  };
  return (
    <section
      className={styles.strip}
      aria-label={t(`encryption.${task}.title`)}
      data-testid={`strip-${task}`}
    >
      <Icon className={styles.icon} size={24} aria-hidden="true" />
      <div className={styles.words}>
        <p className={styles.title}>{t(`encryption.${task}.title`)}</p>
        <p className={styles.hint}>{t(`encryption.${task}.hint`)}</p>
        <div className={styles.actions}>
          <Button
            look="text"
            onClick={task === 'verify' ? onVerify : onSetUpRecovery}
            data-testid={`strip-${task}-start`}
          >
            {t(`encryption.${task}.start`)}
          </Button>
          {task === 'recovery' && (
            <Button look="text" onClick={putOff} data-testid="strip-recovery-later">
              {t('encryption.later')}
            </Button>
          )}
        </div>
      </div>
    </section>
  );
}
