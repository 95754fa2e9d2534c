import { describe, expect, it } from 'vitest';
import { encodeQr } from './encode';
import { correction } from './field';

const link = 'https://matrix.to/#/@anna:example.org';

describe('a QR code', () => {
  it('is corrected by the codewords that the standard works out in its example', () => {
    const data = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17];
    expect(correction(data, 10)).toEqual([196, 35, 39, 119, 235, 215, 231, 226, 93, 23]);
  });

  it('is as large as the text needs, and a square', () => {
    expect(encodeQr('a')).toHaveLength(21);
    expect(encodeQr(link)).toHaveLength(29);
    for (const row of encodeQr(link)) expect(row).toHaveLength(29);
  });

  it('has its three eyes, its timing and its dark module', () => {
    const rows = encodeQr(link);
    const last = rows.length - 1;
    for (const [x, y] of [
      [0, 0],
      [last - 6, 0],
      [0, last - 6],
    ] as const) {
      const eye = rows.slice(y, y + 7).map((row) => row.slice(x, x + 7));
      const text = eye.map((row) => row.map((isDark) => (isDark ? '#' : '.')).join('')).join(' ');
      expect(text).toBe('####### #.....# #.###.# #.###.# #.###.# #.....# #######');
    }
    const timing = rows[6]?.slice(8, last - 7).map((isDark) => (isDark ? '#' : '.'));
    expect(timing?.join('')).toBe('#.#.#.#.#.#.#');
    expect(rows[last - 7]?.[8]).toBe(true);
  });

  it('says when a text is too long', () => {
    expect(() => encodeQr('x'.repeat(214))).toThrow(RangeError);
    expect(encodeQr('x'.repeat(213))).toHaveLength(57);
  });
});
