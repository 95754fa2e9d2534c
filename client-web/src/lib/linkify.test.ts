import { describe, expect, it } from 'vitest';
import { linkify } from './linkify';

const links = (text: string) => linkify(text).flatMap(({ href }) => (href === null ? [] : [href]));

describe('linkify', () => {
  it('finds addresses and keeps the text whole', () => {
    const text = 'See https://example.org/a?b=c#d and www.example.org, ok?';
    expect(links(text)).toEqual(['https://example.org/a?b=c#d', 'https://www.example.org']);
    expect(
      linkify(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });

  it('leaves the punctuation of the sentence outside', () => {
    expect(links('(see https://example.org/x).')).toEqual(['https://example.org/x']);
    expect(links('https://example.org/wiki/Tea_(drink)!')).toEqual([
      'https://example.org/wiki/Tea_(drink)',
    ]);
  });

  it('makes no link of anything but the web', () => {
    expect(links('javascript:alert(1) data:text/html,x file:///etc/passwd mailto:a@b.c')).toEqual(
      [],
    );
    expect(links('https://')).toEqual([]);
  });
});
