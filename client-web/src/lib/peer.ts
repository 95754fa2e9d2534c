/** How many peer colours there are; tokens.css holds one set of values for each. */
export const PEER_COLOUR_COUNT = 7;

/**
 * The peer colour of a Matrix ID: the same for everybody and on every device, so that a person is recognised by it.
 * FNV-1a over UTF-16 code units, because it is short and spreads similar IDs well.
 */
export function peerColour(matrixId: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < matrixId.length; index += 1) {
    hash = Math.imul(hash ^ matrixId.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % PEER_COLOUR_COUNT;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function firstGrapheme(word: string): string {
  for (const { segment } of graphemes.segment(word)) return segment;
  return '';
}

const SIGIL = /^[@#!+]/u;
const LETTER_OR_EMOJI = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/**
 * The one or two letters on an avatar without a picture: first letters of the first and the last word, one letter for a single word.
 * Words without any letter, digit or emoji (dashes, quotes) do not count; a Matrix ID loses its sigil and server.
 */
export function initials(name: string): string {
  const isMatrixId = SIGIL.test(name) && name.includes(':');
  const visible = isMatrixId ? (name.slice(1).split(':', 1)[0] ?? '') : name;
  const words = visible.split(/\s+/u).filter((word) => LETTER_OR_EMOJI.test(word));
  const first = words[0];
  if (first === undefined) return '#';
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  return [first, last]
    .map((word) =>
      word === undefined
        ? ''
        : firstGrapheme(word.replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}]+/u, '')),
    )
    .join('')
    .toUpperCase();
}
