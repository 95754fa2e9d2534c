/** Splits plain text into words and web addresses. */

/** A piece of a text: with `href` it is a link. */
export interface TextPiece {
  readonly text: string;
  readonly href: string | null;
}

const ADDRESS = /\b(?:https?:\/\/|www\.)[^\s<>"'`]+/giu;

/** Marks that end a sentence rather than an address. */
const TRAILING = /[.,;:!?…]+$/u;

const PAIRS: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
];

function trim(address: string): string {
  for (let before = ''; before !== address; ) {
    before = address;
    address = address.replace(TRAILING, '');
    for (const [open, close] of PAIRS) {
      const isUnbalanced = address.split(close).length > address.split(open).length;
      if (address.endsWith(close) && isUnbalanced) address = address.slice(0, -1);
    }
  }
  return address;
}

function parse(address: string): string | null {
  const href = address.toLowerCase().startsWith('www.') ? `https://${address}` : address;
  return URL.canParse(href) ? href : null;
}

/** The text in pieces whose texts, joined, are the text again. */
export function linkify(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trim(match[0]);
    const href = parse(address);
    if (href === null) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), href: null });
    pieces.push({ text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), href: null });
  return pieces;
}
