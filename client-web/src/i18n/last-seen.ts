/** When somebody was last there, in words. */
import { daysBetween, rowTime, timeOfDay } from '@/lib/dates';
import type { PersonPresence } from '@/matrix/types';
import type { Translate } from './I18nProvider';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Longer ago than this on the same day, the hour says more than the distance. */
const hoursInWords = 6;

/** Null where nothing is known: that somebody is away is never guessed. */
export function lastSeenText(
  presence: PersonPresence | null,
  now: number,
  t: Translate,
  locale: string,
): string | null {
  if (presence === null) return null;
  if (presence.isOnline) return t('presence.online');
  const { lastActiveTs } = presence;
  if (lastActiveTs === null) return null;
  const ago = Math.max(0, now - lastActiveTs);
  const days = daysBetween(lastActiveTs, now);
  if (ago < minuteMs) return t('presence.justNow');
  if (ago < hourMs) return t('presence.minutes', { count: Math.floor(ago / minuteMs) });
  if (days === 0 && ago < hoursInWords * hourMs) {
    return t('presence.hours', { count: Math.floor(ago / hourMs) });
  }
  const time = timeOfDay(lastActiveTs, locale);
  if (days === 0) return t('presence.today', { time });
  if (days === 1) return t('presence.yesterday', { time });
  return t('presence.date', { date: rowTime(lastActiveTs, now, locale) });
}
