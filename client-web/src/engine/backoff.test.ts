import { expect, it } from 'vitest';
import { backoffDelay } from './backoff';

it('doubles up to a minute, and stays there', () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 8, 50].map((attempt) => backoffDelay(attempt, 1));
  expect(longest).toEqual([1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000]);
});

it('spreads clients over the upper half of the interval', () => {
  expect(backoffDelay(4, 0)).toBe(4000);
  expect(backoffDelay(4, 0.5)).toBe(6000);
});
