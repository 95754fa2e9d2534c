/** Months as weeks of days, as the reader's locale has them. Days are local midnights. */

/** Days of a week, by `Date.getDay()`; the first of them by the custom of the locale. */
export function firstWeekday(locale: string): number {
  const { weekInfo, getWeekInfo } = new Intl.Locale(locale) as Intl.Locale & {
    weekInfo?: { firstDay: number };
    getWeekInfo?(): { firstDay: number };
  };
  const info = getWeekInfo?.call(new Intl.Locale(locale)) ?? weekInfo;
  // Sunday is 7 there. Where the browser does not know, Monday is what most of the world has.
  return (info?.firstDay ?? 1) % 7;
}

/** The weeks that a month touches, each of seven days; those of other months are null. */
export function weeksOf(month: number, firstDay: number): (number | null)[][] {
  const start = new Date(month);
  start.setDate(1);
  start.setHours(0, 0, 0, 0);
  const year = start.getFullYear();
  const index = start.getMonth();
  const length = new Date(year, index + 1, 0).getDate();
  const lead = (start.getDay() - firstDay + 7) % 7;
  const cells: (number | null)[] = Array.from({ length: lead }, () => null);
  for (let day = 1; day <= length; day += 1) cells.push(new Date(year, index, day).getTime());
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** The first day of the month that lies so many months after the one of a moment. */
export function monthAfter(ts: number, months: number): number {
  const date = new Date(ts);
  return new Date(date.getFullYear(), date.getMonth() + months, 1).getTime();
}

/** The day so many days after the one of a moment; whole days also where clocks change. */
export function dayAfter(ts: number, days: number): number {
  const date = new Date(ts);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

/** A day at a time that is written as `HH:MM`; null where that is no time. */
export function atTime(day: number, time: string): number | null {
  const match = /^(\d{2}):(\d{2})$/.exec(time);
  if (!match) return null;
  const date = new Date(day);
  date.setHours(Number(match[1]), Number(match[2]), 0, 0);
  return date.getTime();
}

/** The time of a moment as `HH:MM`, which is how fields for times have it. */
export function timeField(ts: number): string {
  const date = new Date(ts);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}
