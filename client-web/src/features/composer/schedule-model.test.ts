import { describe, expect, it } from 'vitest';
import { checkTime, offeredTime } from './schedule-model';

const noon = new Date(2026, 10, 20, 12, 3, 20).getTime();
const dayMs = 86_400_000;

describe('offeredTime', () => {
  it('is a round time about an hour away', () => {
    expect(new Date(offeredTime(noon)).toTimeString().slice(0, 8)).toBe('13:05:00');
  });
});

describe('checkTime', () => {
  it('takes what lies ahead, as far as the server goes', () => {
    expect(checkTime(noon + 1, noon, 30 * dayMs)).toBeNull();
    expect(checkTime(noon, noon, 30 * dayMs)).toEqual({ kind: 'past' });
    expect(checkTime(noon + 31 * dayMs, noon, 30 * dayMs)).toEqual({ kind: 'tooFar', days: 30 });
  });
});
