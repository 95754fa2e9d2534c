import { describe, expect, it } from 'vitest';
import { loudness, toBars } from './waveform';

describe('a waveform', () => {
  it('is silent for silence and full for noise', () => {
    expect(loudness(new Float32Array(8))).toBe(0);
    expect(loudness(new Float32Array([1, -1, 1, -1]))).toBe(1);
    expect(loudness(new Float32Array(0))).toBe(0);
  });

  it('keeps the loudest of what falls into a bar', () => {
    expect(toBars([0, 1, 0, 0, 0.5, 0], 3)).toEqual([1024, 0, 512]);
  });

  it('does not invent bars', () => {
    expect(toBars([0.5], 100)).toEqual([512]);
    expect(toBars([], 100)).toEqual([]);
  });
});
