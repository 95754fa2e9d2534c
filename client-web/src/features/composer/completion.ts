/** Which word of the text is being completed, and with what. Pure. */

export type CompletionKind = 'person' | 'emoji' | 'room' | 'command';

/** The beginning of a word that could be completed. */
export interface Unfinished {
  readonly kind: CompletionKind;
  /** Without its sign. */
  readonly query: string;
  /** Where the sign stands. */
  readonly start: number;
}

const kinds: readonly (readonly [CompletionKind, RegExp])[] = [
  ['command', /^\/([a-z]*)$/u],
  ['person', /(?:^|[\s(])@([^\s@]{0,40})$/u],
  ['emoji', /(?:^|[\s(]):([\p{L}\p{N}_+-]{2,30})$/u],
  ['room', /(?:^|[\s(])#([^\s#]{1,60})$/u],
];

/** What the caret stands behind; null where nothing is to be completed. */
export function unfinishedAt(text: string, caret: number): Unfinished | null {
  const before = text.slice(0, caret);
  for (const [kind, pattern] of kinds) {
    const query = pattern.exec(before)?.[1];
    if (query !== undefined) return { kind, query, start: caret - query.length - 1 };
  }
  return null;
}

/** The text with the word completed, and where the caret stands then. */
export function complete(
  text: string,
  { start, query }: Unfinished,
  insert: string,
): { readonly text: string; readonly caret: number } {
  const rest = text.slice(start + query.length + 1);
  const space = /^\s/u.test(rest) ? '' : ' ';
  return {
    text: `${text.slice(0, start)}${insert}${space}${rest}`,
    caret: start + insert.length + 1,
  };
}
