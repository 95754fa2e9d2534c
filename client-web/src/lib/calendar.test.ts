import { describe, expect, it } from 'vitest';
import { atTime, dayAfter, firstWeekday, monthAfter, timeField, weeksOf } from './calendar';

const day = (year: number, month: number, date: number) =>
  new Date(year, month - 1, date).getTime();

describe('weeksOf', () => {
  it('lays a month out in weeks that begin as the locale has it', () => {
    const weeks = weeksOf(day(2026, 11, 20), 1);
    expect(weeks).toHaveLength(6);
    // 1 November 2026 is a Sunday.
    expect(weeks[0]).toEqual([null, null, null, null, null, null, day(2026, 11, 1)]);
    expect(weeks[5]?.[0]).toBe(day(2026, 11, 30));
    expect(weeksOf(day(2026, 11, 20), 0)[0]?.[0]).toBe(day(2026, 11, 1));
  });

  it('knows leap years', () => {
    const days = weeksOf(day(2028, 2, 1), 1).flat();
    expect(days.filter((cell) => cell !== null)).toHaveLength(29);
  });
});

describe('steps', () => {
  it('go over the ends of months and years', () => {
    expect(monthAfter(day(2026, 12, 31), 1)).toBe(day(2027, 1, 1));
    expect(monthAfter(day(2026, 3, 31), -1)).toBe(day(2026, 2, 1));
    expect(dayAfter(day(2026, 2, 28), 1)).toBe(day(2026, 3, 1));
  });
});

describe('times', () => {
  it('are written and read the same way', () => {
    const ts = atTime(day(2026, 11, 20), '09:05');
    expect(ts).not.toBeNull();
    expect(timeField(ts ?? 0)).toBe('09:05');
    expect(atTime(day(2026, 11, 20), 'noon')).toBeNull();
  });
});

describe('firstWeekday', () => {
  it('follows the locale', () => {
    expect(firstWeekday('en-US')).toBe(0);
    expect(firstWeekday('de-DE')).toBe(1);
  });
});
