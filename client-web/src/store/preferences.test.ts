import { describe, expect, it } from 'vitest';
import { initialPreferences, parsePreferences } from './preferences';

const usual = initialPreferences.preferences;

describe('stored preferences', () => {
  it('are read back', () => {
    const changed = { ...usual, textSize: 18, accent: 'leaf', listWidth: 420, notifies: true };
    expect(parsePreferences(JSON.stringify(changed))).toEqual(changed);
  });

  it.each([
    null,
    '',
    '{',
    '[]',
    '7',
    'null',
    '{"textSize":900,"accent":"url(x)","listWidth":9000,"notifies":1}',
  ])('fall back part by part: %s', (stored) => expect(parsePreferences(stored)).toEqual(usual));
});
