import { describe, expect, it } from 'vitest';
import { mentionName, readDraft, writeDraft } from './draft';

const people = new Map([
  ['@Anna', '@anna:hs'],
  ['@Anna Bell (x)', '@bell:hs'],
]);

describe('a draft', () => {
  it('keeps who is meant, and shows only names', () => {
    const text = 'Hello @Anna, @Anna Bell (x) and @Annabel';
    const draft = writeDraft({ text, people });
    expect(draft).toBe(
      'Hello [@Anna](https://matrix.to/#/@anna:hs), [@Anna Bell (x)](https://matrix.to/#/@bell:hs) and @Annabel',
    );
    expect(readDraft(draft)).toEqual({ text, people });
  });

  it('forgets whoever is no longer in the text', () => {
    expect(readDraft(writeDraft({ text: 'nobody', people })).people.size).toBe(0);
  });

  it('leaves other links alone', () => {
    for (const text of [
      '[@a](https://example.org)',
      '[@room](https://matrix.to/#/#r:hs)',
      '@Anna',
    ]) {
      expect(readDraft(text)).toEqual({ text, people: new Map() });
    }
  });

  it('takes names that would break the reference', () => {
    const name = mentionName('A[n]na\n');
    const written = { text: `${name}!`, people: new Map([[name, '@anna:hs']]) };
    expect(readDraft(writeDraft(written))).toEqual(written);
  });
});
