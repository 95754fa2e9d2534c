import { describe, expect, it } from 'vitest';
import { de } from './de';
import { en, type MessageKey } from './en';
import { chooseLanguage } from './languages';
import { formatMessage } from './message-format';

/** The values a text asks for, whichever of its branches is taken. */
function asked(text: string): readonly string[] {
  const names = new Set<string>();
  for (const value of ['me', 'other', 0, 1, 5]) {
    const values = new Proxy<Record<string, string | number>>(
      {},
      {
        get: (_target, name) => {
          names.add(String(name));
          return value;
        },
      },
    );
    formatMessage(text, values, 'en');
  }
  return [...names].sort();
}

describe('catalogues', () => {
  it.each(Object.keys(en) as MessageKey[])(
    '%s asks for the same values in every language',
    (key) => {
      expect(asked(de[key])).toEqual(asked(en[key]));
    },
  );
});

describe('chooseLanguage', () => {
  it('takes the first language there is a catalogue for', () => {
    expect(chooseLanguage(['fr-CH', 'de-CH', 'en'])).toBe('de');
    expect(chooseLanguage(['xx'])).toBe('en');
    expect(chooseLanguage([])).toBe('en');
  });
});
