import { describe, expect, it } from 'vitest';
import { isWorthTelling } from './model';

const at = (seconds: number, metresNorth: number) => ({
  latitude: 53.5 + metresNorth / 111_195,
  longitude: 10,
  ts: seconds * 1_000,
});

describe('a place', () => {
  it('is worth telling when it is the first, far enough or long ago', () => {
    expect(isWorthTelling(null, at(0, 0))).toBe(true);
    expect(isWorthTelling(at(0, 0), at(6, 20))).toBe(true);
    expect(isWorthTelling(at(0, 0), at(60, 0))).toBe(true);
  });

  it('is not when it is the same, or comes too soon', () => {
    expect(isWorthTelling(at(0, 0), at(30, 5))).toBe(false);
    expect(isWorthTelling(at(0, 0), at(3, 500))).toBe(false);
  });
});
