import { describe, expect, it } from 'vitest';
import { en, type MessageKey } from './en';
import { chooseLanguage, type Language, LANGUAGES, loadCatalogue } from './languages';
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

describe.each(Object.keys(LANGUAGES) as Language[])('the catalogue in %s', (language) => {
  it('asks for the same values as in English, text for text', async () => {
    const catalogue = await loadCatalogue(language);
    for (const key of Object.keys(en) as MessageKey[]) {
      expect(asked(catalogue[key]), key).toEqual(asked(en[key]));
    }
  });

  it('has a word for every number', async () => {
    const catalogue = await loadCatalogue(language);
    for (const [key, text] of Object.entries(catalogue)) {
      if (!text.includes(', plural,')) continue;
      for (const count of [0, 1, 2, 3, 5, 11, 21, 100, 101, 1_000]) {
        const values = new Proxy<Record<string, number>>({}, { get: () => count });
        expect(formatMessage(text, values, language), `${key} for ${count}`).not.toMatch(/[{}#]/u);
      }
    }
  });
});

describe('chooseLanguage', () => {
  it('takes the first language there is a catalogue for', () => {
    expect(chooseLanguage(['fr-CH', 'de-CH', 'en'])).toBe('de');
    expect(chooseLanguage(['xx'])).toBe('en');
    expect(chooseLanguage([])).toBe('en');
  });
});
