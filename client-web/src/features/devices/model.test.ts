import { describe, expect, it } from 'vitest';
import { keyFromFile } from './model';

const key = 'EsTB NPXT 6JQF Ej6n LrGk qZ9N p9ia 4EpK j8QF MnEx KpWz Bmh9';

describe('a recovery key from a file', () => {
  it('is found among other lines, however it is broken', () => {
    expect(keyFromFile(`${key}\n`)).toBe(key);
    expect(keyFromFile(`My keys\r\n\r\n  ${key}  \r\nkeep safe`)).toBe(key);
    expect(keyFromFile(key.replaceAll(' ', ''))).toBe(key.replaceAll(' ', ''));
  });

  it('is whatever the file says where nothing looks like one', () => {
    expect(keyFromFile(' a phrase of my own ')).toBe('a phrase of my own');
  });
});
