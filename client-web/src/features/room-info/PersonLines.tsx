'use client';

import { Clock } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import { lastSeenText } from '@/i18n/last-seen';
import { useAppState } from '@/store/hooks';
import { selectPresence } from '@/store/presence';
import { useNow } from '@/ui/use-now';
import styles from './InfoPanel.module.css';

const MINUTE_MS = 60_000;

/** When they were last there, where that is known. */
export function PresenceLine({ userId }: { readonly userId: string }) {
  const { t, locale } = useI18n();
  const now = useNow(MINUTE_MS);
  const presence = useAppState((state) => selectPresence(state, userId));
  const words = lastSeenText(presence, now, t, locale);
  return (
    words !== null && (
      <p className={styles.quiet} data-online={presence?.isOnline}>
        {words}
      </p>
    )
  );
}

/** What their clock says. */
export function LocalTime({ timeZone }: { readonly timeZone: string }) {
  const { t, locale } = useI18n();
  let time: string;
  try {
    time = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'short' }).format(new Date());
  } catch {
    // No time zone that anybody knows.
    return null;
  }
  return (
    <p className={styles.lock}>
      <Clock size={20} aria-hidden="true" />
      {t('person.localTime', { time })}
    </p>
  );
}
