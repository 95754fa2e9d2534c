/** The part of Markdown that lives within a line: emphasis, code, links, mentions. */

const special = /[\\`*_~|[@]|https?:\/\//giu;

/** Delimiters with their tags, the longer before the shorter. */
const delimiters = [
  ['**', 'strong'],
  ['__', 'strong'],
  ['~~', 'del'],
  ['||', 'span data-mx-spoiler'],
  ['*', 'em'],
  ['_', 'em'],
] as const;

/** The HTML of a piece of text; line breaks stay as they are. */
export function parseInline(text: string, mentions: ReadonlyMap<string, string>): string {
  let html = '';
  let at = 0;
  while (at < text.length) {
    special.lastIndex = at;
    const next = special.exec(text)?.index ?? text.length;
    html += escapeHtml(text.slice(at, next));
    if (next === text.length) break;
    const [piece, end] = specialAt(text, next, mentions);
    html += piece;
    at = end;
  }
  return html;
}

type Piece = readonly [html: string, end: number];

function specialAt(text: string, at: number, mentions: ReadonlyMap<string, string>): Piece {
  const piece =
    escaped(text, at) ??
    code(text, at) ??
    address(text, at) ??
    link(text, at, mentions) ??
    mention(text, at, mentions) ??
    emphasis(text, at, mentions);
  if (piece) return piece;
  // Nothing of the kind: the whole run of the character stands for itself.
  const run = runLength(text, at);
  return [escapeHtml(text.slice(at, at + run)), at + run];
}

function escaped(text: string, at: number): Piece | null {
  const next = text[at + 1] ?? '';
  if (text[at] !== '\\' || !/[\\`*_~|[\](){}#+\-.!>@]/u.test(next)) return null;
  return [escapeHtml(next), at + 2];
}

function code(text: string, at: number): Piece | null {
  if (text[at] !== '`') return null;
  const mark = text.slice(at, at + runLength(text, at));
  for (let end = text.indexOf(mark, at + mark.length); end >= 0; ) {
    const run = runLength(text, end);
    if (run === mark.length) {
      const inner = text.slice(at + mark.length, end).replace(/^ (.*\S.*) $/su, '$1');
      return [`<code>${escapeHtml(inner)}</code>`, end + run];
    }
    end = text.indexOf(mark, end + run);
  }
  return null;
}

/** An address as it is: the underscores in it are its own. */
function address(text: string, at: number): Piece | null {
  const match = /^https?:\/\/[^\s<>"'`|]+/iu.exec(text.slice(at, at + 2048));
  return match ? [escapeHtml(match[0]), at + match[0].length] : null;
}

const safeLink = /^(?:https?|mailto|matrix|magnet|ftp):\S+$/iu;

function link(text: string, at: number, mentions: ReadonlyMap<string, string>): Piece | null {
  if (text[at] !== '[') return null;
  const match = /^\[([^[\]\n]+)\]\((\S+?)\)(?!\))/u.exec(text.slice(at));
  const [source = '', words = '', href = ''] = match ?? [];
  if (!safeLink.test(href)) return null;
  return [`<a href="${escapeHtml(href)}">${parseInline(words, mentions)}</a>`, at + source.length];
}

function mention(text: string, at: number, mentions: ReadonlyMap<string, string>): Piece | null {
  if (text[at] !== '@') return null;
  let longest = '';
  for (const name of mentions.keys()) {
    if (name.length > longest.length && text.startsWith(name, at)) longest = name;
  }
  const href = mentions.get(longest);
  if (href === undefined || isWordAt(text, at + longest.length)) return null;
  return [`<a href="${escapeHtml(href)}">${escapeHtml(longest)}</a>`, at + longest.length];
}

function emphasis(text: string, at: number, mentions: ReadonlyMap<string, string>): Piece | null {
  for (const [mark, tag] of delimiters) {
    if (!text.startsWith(mark, at) || !opens(text, at, mark)) continue;
    const end = findClose(text, at + mark.length, mark);
    if (end === null) continue;
    const inner = parseInline(text.slice(at + mark.length, end), mentions);
    return [`<${tag}>${inner}</${tag.split(' ')[0]}>`, end + mark.length];
  }
  return null;
}

/** A word must begin right behind it; an underscore within a word is a letter of it. */
function opens(text: string, at: number, mark: string): boolean {
  if (/^\s?$/u.test(text[at + mark.length] ?? '')) return false;
  return !mark.startsWith('_') || !isWordAt(text, at - 1);
}

function findClose(text: string, from: number, mark: string): number | null {
  const sign = mark[0] ?? '';
  for (let at = from; at < text.length; ) {
    const skipped = escaped(text, at) ?? code(text, at) ?? address(text, at);
    if (skipped) {
      at = skipped[1];
      continue;
    }
    if (text[at] !== sign) {
      at += 1;
      continue;
    }
    const run = runLength(text, at);
    // A longer run closes what is inside first, and with its end what is outside.
    const fits = run === mark.length || (run > mark.length && run !== 2);
    const end = at + run - mark.length;
    const isAfterWord = at > from && !/\s/u.test(text[at - 1] ?? ' ');
    const isWithinWord = sign === '_' && isWordAt(text, at + run);
    if (fits && isAfterWord && !isWithinWord) return end;
    at += run;
  }
  return null;
}

function runLength(text: string, at: number): number {
  let end = at + 1;
  while (text[end] === text[at]) end += 1;
  return end - at;
}

function isWordAt(text: string, at: number): boolean {
  return /[\p{L}\p{N}]/u.test(text[at] ?? '');
}

/** Text as HTML that shows it. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
