import { describe, expect, it } from 'vitest';
import { isChatSound, type Note, SOUNDS, soundNames } from './sounds';

describe('the sounds', () => {
  it.each(soundNames)('%s is short, audible and begins at once', (name) => {
    const notes: readonly Note[] = SOUNDS[name];
    expect(Math.min(...notes.map(({ startS }) => startS))).toBe(0);
    for (const { hertz, startS, lengthS } of notes) {
      expect(startS + lengthS).toBeLessThan(1);
      expect(hertz).toBeGreaterThan(100);
      expect(hertz).toBeLessThan(4_000);
    }
  });

  it('are known by name, and silence is one of the choices', () => {
    expect(['bell', 'none'].every(isChatSound)).toBe(true);
    expect(['', 'default', 'toString', 7, null].some(isChatSound)).toBe(false);
  });
});
