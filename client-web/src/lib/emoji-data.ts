/** Every emoji with its names, in the reader's language where there is a list of it. Loaded when it is first needed. */
export interface Emoji {
  readonly character: string;
  readonly label: string;
  /** Words it is found by. */
  readonly tags: readonly string[];
  /** Index in `EMOJI_GROUPS`. */
  readonly group: number;
  /** The same in other skin tones. */
  readonly tones: readonly string[];
}

/** The groups of the Unicode Consortium, without the one of building blocks. */
export const EMOJI_GROUPS = [
  'smileys',
  'people',
  'nature',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const;

export type EmojiGroup = (typeof EMOJI_GROUPS)[number];

/** An entry of the list, as it is published. */
interface CompactEmoji {
  unicode: string;
  label: string;
  tags?: string[];
  group?: number;
  order?: number;
  skins?: { unicode: string }[];
}

const GROUP_OF_BUILDING_BLOCKS = 2;

const sources: Readonly<Record<string, () => Promise<{ default: unknown }>>> = {
  en: () => import('emojibase-data/en/compact.json'),
  de: () => import('emojibase-data/de/compact.json'),
  es: () => import('emojibase-data/es/compact.json'),
  ru: () => import('emojibase-data/ru/compact.json'),
};

const loaded = new Map<string, Promise<readonly Emoji[]>>();

/** The list for a language; English where there is none. */
export function loadEmoji(language: string): Promise<readonly Emoji[]> {
  const source = sources[language];
  if (source === undefined) return loadEmoji('en');
  let list = loaded.get(language);
  if (list === undefined) {
    list = source().then(({ default: entries }) => parse(entries as CompactEmoji[]));
    // What did not load may load the next time.
    list.catch(() => loaded.delete(language));
    loaded.set(language, list);
  }
  return list;
}

function parse(entries: readonly CompactEmoji[]): readonly Emoji[] {
  return entries
    .filter(({ group }) => group !== undefined && group !== GROUP_OF_BUILDING_BLOCKS)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map(({ unicode, label, tags = [], group = 0, skins = [] }) => ({
      character: unicode,
      label,
      tags,
      group: group > GROUP_OF_BUILDING_BLOCKS ? group - 1 : group,
      tones: skins.map((skin) => skin.unicode),
    }));
}

/** How well an emoji fits: 0 for a name that is the query, up to 4 for a word that only contains it. */
function rank({ label, tags }: Emoji, query: string): number | null {
  const words = [label, ...tags].map((word) => word.toLowerCase());
  if (words[0] === query) return 0;
  if (words.includes(query)) return 1;
  if (words[0]?.startsWith(query)) return 2;
  if (words.some((word) => word.split(/[\s_-]/u).some((part) => part.startsWith(query)))) return 3;
  return query.length > 2 && words.some((word) => word.includes(query)) ? 4 : null;
}

/** The emoji that fit a word, the best first. */
export function findEmoji(emoji: readonly Emoji[], query: string, limit: number): readonly Emoji[] {
  const folded = query.trim().toLowerCase().replaceAll('_', ' ');
  if (folded === '') return [];
  return emoji
    .flatMap((entry) => {
      const fit = rank(entry, folded);
      return fit === null ? [] : [{ entry, fit }];
    })
    .sort((a, b) => a.fit - b.fit)
    .slice(0, limit)
    .map(({ entry }) => entry);
}
