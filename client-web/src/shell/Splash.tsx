'use client';

import { useI18n } from '@/i18n/I18nProvider';
import { Spinner } from '@/ui/Spinner';
import styles from './Splash.module.css';

/** While the stored session is read; it shows itself only when that takes long. */
export function Splash() {
  const { t } = useI18n();
  return (
    <div className={styles.splash} role="status" data-testid="splash">
      <Spinner />
      <span>{t('app.loading')}</span>
    </div>
  );
}
