/** Dates and times in words of the reader's locale. Every function takes the clock as an argument. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(ts: number, locale: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${JSON.stringify(options)}`;
  let formatter = formats.get(key);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat(locale, options);
    formats.set(key, formatter);
  }
  return formatter.format(ts);
}

/** The local midnight that a moment's day began with; two moments of one local day give the same. */
export function startOfDay(ts: number): number {
  const date = new Date(ts);
  date.setHours(0, 0, 0, 0);
  return date.getTime();
}

/** Whole local days from one moment's day to another's; rounds away daylight-saving hours. */
export function daysBetween(ts: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(ts)) / 86_400_000);
}

/** "14:05", or as the locale writes it. */
export function timeOfDay(ts: number, locale: string): string {
  return format(ts, locale, { timeStyle: 'short' });
}

/** The time on a chat row: hour today, weekday within the week, day and month within the year, else the whole date. */
export function rowTime(ts: number, now: number, locale: string): string {
  const days = daysBetween(ts, now);
  if (days <= 0) return timeOfDay(ts, locale);
  if (days < 7) return format(ts, locale, { weekday: 'short' });
  if (new Date(ts).getFullYear() === new Date(now).getFullYear()) {
    return format(ts, locale, { day: 'numeric', month: 'short' });
  }
  return format(ts, locale, { day: '2-digit', month: '2-digit', year: '2-digit' });
}

/** The date on a day pill, for days that have no word of their own: "June 5", with the year when it is not this one. */
export function dayAndMonth(ts: number, now: number, locale: string): string {
  const isThisYear = new Date(ts).getFullYear() === new Date(now).getFullYear();
  return format(ts, locale, {
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
  });
}

/** Date and time, for lists of what happened. */
export function dateAndTime(ts: number, locale: string): string {
  return format(ts, locale, { dateStyle: 'medium', timeStyle: 'short' });
}

/** Date and time to the second, for titles and screen readers. */
export function fullDateTime(ts: number, locale: string): string {
  return format(ts, locale, { dateStyle: 'long', timeStyle: 'medium' });
}
