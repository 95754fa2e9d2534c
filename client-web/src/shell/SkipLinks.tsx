'use client';

import { useI18n } from '@/i18n/I18nProvider';
import styles from './SkipLinks.module.css';

const focusOn = (selector: string) => () => document.querySelector<HTMLElement>(selector)?.focus();

/** The way past everything in between, for the keyboard. Buttons: the fragment of the address belongs to the route. */
export function SkipLinks() {
  const { t } = useI18n();
  return (
    <div className={styles.links}>
      <button type="button" onClick={focusOn('[role="list"] a[tabindex="0"]')}>
        {t('app.skipToChats')}
      </button>
      <button type="button" onClick={focusOn('[role="log"]')}>
        {t('app.skipToMessages')}
      </button>
      <button type="button" onClick={focusOn('#composer')}>
        {t('app.skipToComposer')}
      </button>
    </div>
  );
}
