/** What the formatting bar does to the text of the field. Pure. */

export const FORMATS = ['bold', 'italic', 'strike', 'code', 'spoiler', 'quote', 'link'] as const;

export type Format = (typeof FORMATS)[number];

/** A text with what is selected of it. */
export interface Selected {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const marks: Readonly<Partial<Record<Format, string>>> = {
  bold: '**',
  italic: '_',
  strike: '~~',
  code: '`',
  spoiler: '||',
};

/** Puts the marks around what is selected, or takes them away where they are there already. */
export function applyFormat(selected: Selected, format: Format): Selected {
  if (format === 'quote') return quote(selected);
  const tight = withoutSpace(selected);
  if (format === 'link') return link(tight);
  const mark = format === 'code' && isOnLines(tight) ? '\n```\n' : (marks[format] ?? '');
  return isWrapped(tight, mark) ? unwrap(tight, mark) : wrap(tight, mark);
}

/** Emphasis must touch the words. */
function withoutSpace({ text, start, end }: Selected): Selected {
  const inner = text.slice(start, end);
  const before = inner.length - inner.trimStart().length;
  const after = inner.length - inner.trimEnd().length;
  return before === inner.length
    ? { text, start, end }
    : { text, start: start + before, end: end - after };
}

function isOnLines({ text, start, end }: Selected): boolean {
  return text.slice(start, end).includes('\n');
}

function isWrapped({ text, start, end }: Selected, mark: string): boolean {
  return text.slice(0, start).endsWith(mark) && text.slice(end).startsWith(mark);
}

function wrap({ text, start, end }: Selected, mark: string): Selected {
  const inner = text.slice(start, end);
  return {
    text: `${text.slice(0, start)}${mark}${inner}${mark}${text.slice(end)}`,
    start: start + mark.length,
    end: end + mark.length,
  };
}

function unwrap({ text, start, end }: Selected, mark: string): Selected {
  const inner = text.slice(start, end);
  return {
    text: `${text.slice(0, start - mark.length)}${inner}${text.slice(end + mark.length)}`,
    start: start - mark.length,
    end: end - mark.length,
  };
}

/** Leaves the address selected, to be typed over. */
function link({ text, start, end }: Selected): Selected {
  const words = text.slice(start, end);
  const isAddress = /^https?:\/\/\S+$/iu.test(words);
  const [shown, address] = isAddress ? [words, words] : [words, 'https://'];
  const made = `[${shown}](${address})`;
  const at = start + shown.length + 3;
  return {
    text: `${text.slice(0, start)}${made}${text.slice(end)}`,
    start: at,
    end: at + address.length,
  };
}

function quote({ text, start, end }: Selected): Selected {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split('\n');
  const isQuoted = lines.every((line) => line.startsWith('> '));
  const made = lines.map((line) => (isQuoted ? line.slice(2) : `> ${line}`)).join('\n');
  return {
    text: `${text.slice(0, from)}${made}${text.slice(to)}`,
    start: from,
    end: from + made.length,
  };
}

/** The keys of the formats, with Mod. */
export function formatOfKey(key: string, isShifted: boolean): Format | null {
  if (isShifted) return key === 'm' ? 'code' : null;
  const keys: Readonly<Record<string, Format>> = {
    b: 'bold',
    i: 'italic',
    s: 'strike',
    p: 'spoiler',
    k: 'link',
  };
  return keys[key] ?? null;
}
