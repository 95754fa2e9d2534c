'use client';

import { ChevronDown } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import { Badge } from '@/ui/Badge';
import styles from './ScrollButton.module.css';

interface ScrollButtonProps {
  readonly isShown: boolean;
  readonly unreadCount: number;
  readonly onClick: () => void;
}

/** The way back to the newest message, with how many wait there. */
export function ScrollButton({ isShown, unreadCount, onClick }: ScrollButtonProps) {
  const { t, locale } = useI18n();
  const compact = new Intl.NumberFormat(locale, { notation: 'compact' });
  return (
    <button
      type="button"
      className={styles.button}
      data-shown={isShown}
      inert={!isShown}
      aria-label={t('timeline.toBottom')}
      title={t('timeline.toBottom')}
      onClick={onClick}
      data-testid="scroll-to-bottom"
    >
      {unreadCount > 0 && (
        <span className={styles.badge}>
          <Badge
            kind="count"
            text={compact.format(unreadCount)}
            label={t('timeline.newBelow', { count: unreadCount })}
          />
        </span>
      )}
      <ChevronDown size={26} aria-hidden="true" />
    </button>
  );
}
