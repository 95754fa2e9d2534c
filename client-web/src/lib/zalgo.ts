/** Letters under towers of marks, which would grow over their neighbours. */

const MOST_MARKS = 4;
const TOWER = new RegExp(`(\\p{M}{${MOST_MARKS}})\\p{M}+`, 'gu');

/** The text with no more marks on a letter than any language needs. */
export function withoutTowers(text: string): string {
  return text.replace(TOWER, '$1');
}
