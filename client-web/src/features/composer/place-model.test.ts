import { describe, expect, it } from 'vitest';
import { coordinate } from './place-model';

describe('coordinate', () => {
  it('takes what lies on the earth', () => {
    expect(coordinate('53.5511', 90)).toBe(53.5511);
    expect(coordinate(' −9,99 ', 180)).toBe(-9.99);
    expect(coordinate('180', 180)).toBe(180);
  });

  it('takes nothing else', () => {
    for (const wrong of ['', ' ', 'north', '91', 'NaN', 'Infinity']) {
      expect(coordinate(wrong, 90)).toBeNull();
    }
  });
});
