/**
 * A text with people in it, as one string that can be kept: `Hello [@Anna](https://matrix.to/#/@anna:hs)`. The field shows
 * `Hello @Anna`, and the string still knows who that is.
 */
import { matrixToLink, parseMatrixTarget } from './matrix-link';

/** What the field shows, and the ids behind the names in it (`@Anna` → `@anna:hs`). */
export interface Written {
  readonly text: string;
  readonly people: ReadonlyMap<string, string>;
}

const reference = /\[(@[^[\]\n]+)\]\((https:\/\/matrix\.to\/#\/[^\s)]+)\)/gu;

export function readDraft(draft: string): Written {
  const people = new Map<string, string>();
  const text = draft.replace(reference, (source, name: string, link: string) => {
    const target = parseMatrixTarget(link);
    if (target?.kind !== 'user') return source;
    people.set(name, target.id);
    return name;
  });
  return { text, people };
}

export function writeDraft({ text, people }: Written): string {
  if (people.size === 0) return text;
  // The longest first: `@Anna Bell` is not `@Anna`.
  const names = [...people.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(
    `(?:${names.map(escapeForPattern).join('|')})(?![\\p{L}\\p{N}])`,
    'gu',
  );
  return text.replace(pattern, (name) => `[${name}](${matrixToLink(people.get(name) ?? '')})`);
}

function escapeForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}

/** How a person is written in a text; brackets would end the reference early. */
export function mentionName(name: string): string {
  return `@${name.replace(/[[\]\n]/gu, '').trim()}`;
}
