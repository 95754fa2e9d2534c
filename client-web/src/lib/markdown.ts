/**
 * What people type, as the HTML of `formatted_body`: CommonMark's everyday part, with `~~strike~~` and `||spoiler||`.
 * Only tags of the specification's list come out, and nothing of the text goes through unescaped.
 * https://spec.matrix.org/latest/client-server-api/#mroommessage-msgtypes
 */
import { escapeHtml, parseInline } from './markdown-inline';

/** Mentions by the text that stands for them (`@Anna`), with the link each becomes. */
export type MentionLinks = ReadonlyMap<string, string>;

const noMentions: MentionLinks = new Map();

/** The HTML of a text, or null where it would say no more than the text itself. */
export function markdownToHtml(text: string, mentions: MentionLinks = noMentions): string | null {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const html = blocks(lines, mentions, 0);
  const isPlain = html === escapeHtml(text).replaceAll('\n', '<br>');
  return isPlain ? null : html;
}

/** Quotes and lists that somebody nests deeper than this are not worth a stack. */
const deepest = 8;

interface Block {
  readonly html: string;
  readonly isParagraph: boolean;
}

function blocks(lines: readonly string[], mentions: MentionLinks, depth: number): string {
  const found: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const [block, next] = blockAt(lines, at, mentions, depth);
    if (block) found.push(block);
    at = next;
  }
  // One paragraph alone needs no wrapping; beside others it is one.
  if (found.length === 1) return found[0]?.html ?? '';
  return found.map(({ html, isParagraph }) => (isParagraph ? `<p>${html}</p>` : html)).join('');
}

type Found = readonly [block: Block | null, next: number];

function blockAt(
  lines: readonly string[],
  at: number,
  mentions: MentionLinks,
  depth: number,
): Found {
  const line = lines[at] ?? '';
  if (line.trim() === '') return [null, at + 1];
  const fence = /^(`{3,}|~{3,})\s*([\w+#.-]*)\s*$/u.exec(line);
  if (fence) return fenced(lines, at, fence[1] ?? '```', fence[2] ?? '');
  const heading = /^(#{1,6})\s+(.+?)\s*#*$/u.exec(line);
  if (heading) {
    const level = heading[1]?.length ?? 1;
    return [whole(`<h${level}>${parseInline(heading[2] ?? '', mentions)}</h${level}>`), at + 1];
  }
  if (/^(?:-{3,}|\*{3,}|_{3,})$/u.test(line.trim())) return [whole('<hr>'), at + 1];
  if (depth < deepest && line.startsWith('>')) return quote(lines, at, mentions, depth);
  if (depth < deepest && bullet(line)) return list(lines, at, mentions, depth);
  return paragraph(lines, at, mentions, depth);
}

const whole = (html: string): Block => ({ html, isParagraph: false });

/** A fence that is never closed goes on to the end, as one sees it while typing. */
function fenced(lines: readonly string[], at: number, mark: string, language: string): Found {
  let end = at + 1;
  while (end < lines.length && lines[end]?.trim() !== mark) end += 1;
  const code = escapeHtml(lines.slice(at + 1, end).join('\n'));
  const attribute = language === '' ? '' : ` class="language-${escapeHtml(language)}"`;
  return [whole(`<pre><code${attribute}>${code}\n</code></pre>`), end + 1];
}

function quote(lines: readonly string[], at: number, mentions: MentionLinks, depth: number): Found {
  let end = at;
  while (lines[end]?.startsWith('>')) end += 1;
  const inner = lines.slice(at, end).map((line) => line.replace(/^> ?/u, ''));
  return [whole(`<blockquote>${blocks(inner, mentions, depth + 1)}</blockquote>`), end];
}

interface Bullet {
  readonly isOrdered: boolean;
  readonly start: string;
  readonly text: string;
}

function bullet(line: string): Bullet | null {
  const match = /^ {0,3}(?:([-*+])|(\d{1,9})[.)])\s+(\S.*)$/u.exec(line);
  if (!match) return null;
  return { isOrdered: match[2] !== undefined, start: match[2] ?? '1', text: match[3] ?? '' };
}

function list(lines: readonly string[], at: number, mentions: MentionLinks, depth: number): Found {
  const first = bullet(lines[at] ?? '');
  const items: string[] = [];
  let end = at;
  while (end < lines.length) {
    const item = bullet(lines[end] ?? '');
    if (!item || item.isOrdered !== first?.isOrdered) break;
    const inner = [item.text];
    for (end += 1; /^(?: {2,}|\t)\s*\S/u.test(lines[end] ?? ''); end += 1) {
      inner.push((lines[end] ?? '').replace(/^(?:\t| {2,4})/u, ''));
    }
    items.push(`<li>${blocks(inner, mentions, depth + 1)}</li>`);
  }
  const [open, close] = first?.isOrdered
    ? [first.start === '1' ? '<ol>' : `<ol start="${Number(first.start)}">`, '</ol>']
    : ['<ul>', '</ul>'];
  return [whole(`${open}${items.join('')}${close}`), end];
}

/** Lines up to an empty one, or to one that begins something else. */
function paragraph(
  lines: readonly string[],
  at: number,
  mentions: MentionLinks,
  depth: number,
): Found {
  let end = at + 1;
  while (end < lines.length && !endsParagraph(lines[end] ?? '', depth)) end += 1;
  const text = lines.slice(at, end).join('\n');
  const html = parseInline(text, mentions).replaceAll('\n', '<br>');
  return [{ html, isParagraph: true }, end];
}

function endsParagraph(line: string, depth: number): boolean {
  const isNested = depth < deepest && (line.startsWith('>') || bullet(line) !== null);
  return line.trim() === '' || isNested || /^(?:`{3,}|~{3,}|#{1,6}\s)/u.test(line);
}
