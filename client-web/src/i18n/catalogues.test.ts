import { describe, expect, it } from 'vitest';
import { de } from './de';
import { en, type MessageKey } from './en';
import { chooseLanguage } from './languages';

/** The values a text asks for. */
const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)(?=[,}])/gu)].map((match) => match[1]))].sort();

describe('catalogues', () => {
  it.each(Object.keys(en) as MessageKey[])(
    '%s asks for the same values in every language',
    (key) => {
      expect(placeholders(de[key])).toEqual(placeholders(en[key]));
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
