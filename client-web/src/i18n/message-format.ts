/**
 * The part of ICU MessageFormat that our catalogues need: `{name}`, `{n, plural, one {…} other {# …}}` and
 * `{kind, select, a {…} other {…}}`, nested at will. Parsed once per text; plural categories come from Intl.
 */

type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'count' }
  | { readonly type: 'argument'; readonly name: string }
  | {
      readonly type: 'choice';
      readonly name: string;
      readonly isPlural: boolean;
      readonly cases: ReadonlyMap<string, readonly Node[]>;
    };

class Parser {
  private position = 0;

  constructor(private readonly source: string) {}

  parse(isInPlural: boolean): readonly Node[] {
    const nodes: Node[] = [];
    let text = '';
    const flush = () => {
      if (text !== '') nodes.push({ type: 'text', text });
      text = '';
    };
    while (this.position < this.source.length && this.source[this.position] !== '}') {
      const character = this.source[this.position] ?? '';
      this.position += 1;
      if (character === '{') {
        flush();
        nodes.push(this.argument());
      } else if (character === '#' && isInPlural) {
        flush();
        nodes.push({ type: 'count' });
      } else {
        text += character;
      }
    }
    flush();
    return nodes;
  }

  private argument(): Node {
    const name = this.until(/[,}]/u);
    if (this.source[this.position] === '}') {
      this.position += 1;
      return { type: 'argument', name };
    }
    this.position += 1;
    const kind = this.until(/,/u);
    this.position += 1;
    const cases = new Map<string, readonly Node[]>();
    for (;;) {
      const key = this.until(/[{}]/u);
      const isEnd = this.source[this.position] !== '{';
      this.position += 1;
      if (isEnd) break;
      cases.set(key, this.parse(kind === 'plural'));
      this.position += 1;
    }
    return { type: 'choice', name, isPlural: kind === 'plural', cases };
  }

  private until(stop: RegExp): string {
    const start = this.position;
    while (this.position < this.source.length && !stop.test(this.source[this.position] ?? ''))
      this.position += 1;
    return this.source.slice(start, this.position).trim();
  }
}

const parsed = new Map<string, readonly Node[]>();

function parse(message: string): readonly Node[] {
  let nodes = parsed.get(message);
  if (nodes === undefined) {
    nodes = new Parser(message).parse(false);
    parsed.set(message, nodes);
  }
  return nodes;
}

const pluralRules = new Map<string, Intl.PluralRules>();

function pluralCategory(locale: string, count: number): string {
  let rules = pluralRules.get(locale);
  if (rules === undefined) {
    rules = new Intl.PluralRules(locale);
    pluralRules.set(locale, rules);
  }
  return rules.select(count);
}

/** A value put into a message: words, numbers, or (for `formatParts`) something of the caller's, such as an element. */
export type Values<T> = Readonly<Record<string, string | number | T>>;

function append<T>(
  nodes: readonly Node[],
  values: Values<T>,
  locale: string,
  count: number | null,
  out: (string | T)[],
): void {
  for (const node of nodes) {
    if (node.type === 'text') {
      out.push(node.text);
    } else if (node.type === 'count') {
      out.push(count === null ? '#' : count.toLocaleString(locale));
    } else if (node.type === 'argument') {
      const value = values[node.name];
      if (value !== undefined)
        out.push(typeof value === 'number' ? value.toLocaleString(locale) : value);
    } else {
      const value = values[node.name];
      const chosen =
        node.isPlural && typeof value === 'number'
          ? (node.cases.get(`=${value}`) ?? node.cases.get(pluralCategory(locale, value)))
          : node.cases.get(String(value));
      const branch = chosen ?? node.cases.get('other') ?? [];
      append(
        branch,
        values,
        locale,
        node.isPlural && typeof value === 'number' ? value : count,
        out,
      );
    }
  }
}

/** The message as a list of texts and the caller's own values, in the order of the sentence. */
export function formatParts<T>(
  message: string,
  values: Values<T>,
  locale: string,
): readonly (string | T)[] {
  const out: (string | T)[] = [];
  append(parse(message), values, locale, null, out);
  return out;
}

/** The message as plain text. */
export function formatMessage(message: string, values: Values<never>, locale: string): string {
  return formatParts<never>(message, values, locale).join('');
}
