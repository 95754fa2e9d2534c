import { describe, expect, it } from 'vitest';
import { dayAndMonth, daysBetween, rowTime, startOfDay } from './dates';

const at = (text: string) => new Date(text).getTime();
const now = at('2026-06-15T15:30:00');

describe('daysBetween', () => {
  it('counts local days, not spans of 24 hours', () => {
    expect(daysBetween(at('2026-06-15T00:00:01'), now)).toBe(0);
    expect(daysBetween(at('2026-06-14T23:59:59'), now)).toBe(1);
    expect(daysBetween(at('2026-06-08T23:00:00'), now)).toBe(7);
  });

  it('survives a change of clocks', () => {
    expect(daysBetween(at('2026-03-28T12:00:00'), at('2026-03-30T12:00:00'))).toBe(2);
    expect(daysBetween(at('2026-10-24T12:00:00'), at('2026-10-26T12:00:00'))).toBe(2);
  });
});

describe('startOfDay', () => {
  it('is the same for all moments of a day', () => {
    expect(startOfDay(at('2026-06-15T00:00:00'))).toBe(startOfDay(at('2026-06-15T23:59:59')));
  });
});

describe('rowTime', () => {
  it('grows coarser with age', () => {
    expect(rowTime(at('2026-06-15T09:05:00'), now, 'en-GB')).toBe('09:05');
    expect(rowTime(at('2026-06-13T09:05:00'), now, 'en-GB')).toBe('Sat');
    expect(rowTime(at('2026-05-03T09:05:00'), now, 'en-GB')).toBe('3 May');
    expect(rowTime(at('2025-05-03T09:05:00'), now, 'en-GB')).toBe('03/05/25');
  });

  it('shows the hour for a clock that runs ahead of ours', () => {
    expect(rowTime(at('2026-06-16T01:00:00'), now, 'en-GB')).toBe('01:00');
  });
});

describe('dayAndMonth', () => {
  it('names the year only when it is another', () => {
    expect(dayAndMonth(at('2026-06-05T12:00:00'), now, 'en')).toBe('June 5');
    expect(dayAndMonth(at('2025-06-05T12:00:00'), now, 'en')).toBe('June 5, 2025');
  });
});
