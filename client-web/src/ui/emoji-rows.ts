/** Emoji in rows, for a list of which only the visible ones exist. Pure. */
import type { Emoji } from '@/lib/emoji-data';

export interface EmojiSection {
  readonly id: string;
  readonly title: string;
  readonly emoji: readonly Emoji[];
}

export type EmojiRow =
  | { readonly kind: 'title'; readonly id: string; readonly title: string }
  /** `first` counts through all sections: the position of the row's first emoji. */
  | {
      readonly kind: 'row';
      readonly id: string;
      readonly first: number;
      readonly emoji: readonly Emoji[];
    };

export function emojiRows(sections: readonly EmojiSection[], columns: number): readonly EmojiRow[] {
  const rows: EmojiRow[] = [];
  let first = 0;
  for (const { id, title, emoji } of sections) {
    rows.push({ kind: 'title', id, title });
    for (let at = 0; at < emoji.length; at += columns) {
      const part = emoji.slice(at, at + columns);
      rows.push({ kind: 'row', id, first, emoji: part });
      first += part.length;
    }
  }
  return rows;
}

/** The row in which an emoji stands. */
export function positionOf(rows: readonly EmojiRow[], index: number): number {
  return rows.findIndex(
    (row) => row.kind === 'row' && index >= row.first && index < row.first + row.emoji.length,
  );
}
