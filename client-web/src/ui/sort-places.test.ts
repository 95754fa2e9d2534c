import { describe, expect, it } from 'vitest';
import { keyBehind, placesWhile } from './sort-places';

const rows = [0, 1, 2, 3].map((index) => ({ top: index * 72, height: 72 }));
const to = (from: number, way: number) => placesWhile(rows, from, way).to;

describe('a row that is dragged', () => {
  it('takes the place whose middle it has passed', () => {
    expect([to(1, 0), to(1, 71), to(1, 73), to(1, 145), to(1, 999)]).toEqual([1, 1, 2, 3, 3]);
    expect([to(2, -71), to(2, -73), to(2, -999)]).toEqual([2, 1, 0]);
  });

  it('lets the others make room', () => {
    expect(placesWhile(rows, 0, 150).shifts).toEqual([150, -72, -72, 0]);
    expect(placesWhile(rows, 3, -80).shifts).toEqual([0, 0, 72, -80]);
  });

  it('stands before the one that it was put before', () => {
    const keys = ['a', 'b', 'c'];
    expect(keyBehind(keys, 0, 1)).toBe('c');
    expect(keyBehind(keys, 0, 2)).toBeNull();
    expect(keyBehind(keys, 2, 0)).toBe('a');
  });
});
