'use client';

import { type KeyboardEvent as ReactKeyboardEvent, useMemo, useRef, useState } from 'react';
import { VList, type VListHandle } from 'virtua';
import { type Emoji, EMOJI_GROUPS, type EmojiGroup, findEmoji } from '@/lib/emoji-data';
import { EmojiGroups } from './EmojiGroups';
import styles from './EmojiPicker.module.css';
import { emojiRows, type EmojiSection, positionOf } from './emoji-rows';
import { SearchField } from './SearchField';

export interface EmojiPickerWords {
  readonly label: string;
  readonly search: string;
  readonly clearSearch: string;
  readonly recent: string;
  readonly found: string;
  readonly nothing: string;
  readonly groups: Readonly<Record<EmojiGroup, string>>;
}

interface EmojiPickerProps {
  readonly emoji: readonly Emoji[];
  /** The latest first. */
  readonly recent: readonly string[];
  readonly words: EmojiPickerWords;
  readonly onPick: (character: string) => void;
}

const COLUMNS = 9;
const ROW_HEIGHT = 42;
const RECENT_ROWS = 3;
const MOST_FOUND = 100;

/** All emoji, by group and by search. The arrow keys walk through the grid; a right click or a long press shows skin tones. */
export function EmojiPicker({ emoji, recent, words, onPick }: EmojiPickerProps) {
  const [query, setQuery] = useState('');
  const [focused, setFocused] = useState(0);
  const [toned, setToned] = useState<Emoji | null>(null);
  /** The row at the upper edge. */
  const [top, setTop] = useState(0);
  const list = useRef<VListHandle>(null);
  const grid = useRef<HTMLDivElement>(null);
  const isSearching = query.trim() !== '';

  const sections = useMemo(
    () =>
      isSearching
        ? [{ id: 'found', title: words.found, emoji: findEmoji(emoji, query, MOST_FOUND) }]
        : allSections(emoji, recent, words),
    [emoji, recent, words, query, isSearching],
  );
  const rows = useMemo(() => emojiRows(sections, COLUMNS), [sections]);
  const count = sections.reduce((sum, section) => sum + section.emoji.length, 0);

  const focus = (index: number, framesLeft = 10) => {
    const cell = grid.current?.querySelector<HTMLElement>(`[data-cell="${index}"]`);
    cell?.focus({ preventScroll: true });
    // A row that was out of view must be mounted first.
    if (cell == null && framesLeft > 0) requestAnimationFrame(() => focus(index, framesLeft - 1));
  };

  const walk = (event: ReactKeyboardEvent) => {
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl';
    const along = isRightToLeft ? -1 : 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: along,
      ArrowLeft: -along,
      ArrowDown: COLUMNS,
      ArrowUp: -COLUMNS,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(Math.max(focused + step, 0), count - 1);
    setFocused(next);
    list.current?.scrollToIndex(positionOf(rows, next), { align: 'nearest' });
    focus(next);
  };

  const showSection = (id: string) => {
    const index = rows.findIndex((row) => row.kind === 'title' && row.id === id);
    if (index >= 0) list.current?.scrollToIndex(index);
  };

  return (
    <div className={styles.picker} data-testid="emoji-picker">
      <SearchField
        autoFocus
        value={query}
        onChange={(text) => {
          setQuery(text);
          setFocused(0);
        }}
        label={words.search}
        clearLabel={words.clearSearch}
        onKeyDown={(event) => {
          const [best] = isSearching ? (sections[0]?.emoji ?? []) : [];
          if (event.key === 'Enter' && best !== undefined) {
            event.preventDefault();
            onPick(best.character);
          }
          if (event.key === 'ArrowDown' && count > 0) {
            event.preventDefault();
            focus(focused);
          }
        }}
        data-testid="emoji-search"
      />
      {!isSearching && (
        <EmojiGroups
          label={words.label}
          sections={sections}
          current={rows[top]?.id}
          onShow={showSection}
        />
      )}
      {toned !== null && (
        <div className={styles.tones} role="group" aria-label={toned.label}>
          {[toned.character, ...toned.tones].map((character) => (
            <button
              key={character}
              type="button"
              className={styles.cell}
              onClick={() => {
                setToned(null);
                onPick(character);
              }}
            >
              {character}
            </button>
          ))}
        </div>
      )}
      {count === 0 ? (
        <p className={styles.nothing} role="status">
          {words.nothing}
        </p>
      ) : (
        <div
          ref={grid}
          className={styles.grid}
          role="grid"
          aria-label={words.label}
          onKeyDown={walk}
        >
          <VList
            ref={list}
            itemSize={ROW_HEIGHT}
            data={rows}
            onScroll={(offset) => setTop(list.current?.findItemIndex(offset + 1) ?? 0)}
          >
            {(row) =>
              row.kind === 'title' ? (
                <div key={`title ${row.id}`} role="row">
                  <div className={styles.title} role="rowheader">
                    {row.title}
                  </div>
                </div>
              ) : (
                <div key={`${row.id} ${row.first}`} className={styles.row} role="row">
                  {row.emoji.map((entry, index) => (
                    <div key={entry.character} role="gridcell">
                      <button
                        type="button"
                        className={styles.cell}
                        data-cell={row.first + index}
                        data-testid="emoji"
                        aria-label={entry.label}
                        title={entry.label}
                        tabIndex={row.first + index === focused ? 0 : -1}
                        onFocus={() => setFocused(row.first + index)}
                        onClick={() => onPick(entry.character)}
                        onContextMenu={(event) => {
                          if (entry.tones.length === 0) return;
                          event.preventDefault();
                          setToned(entry);
                        }}
                      >
                        {entry.character}
                      </button>
                    </div>
                  ))}
                </div>
              )
            }
          </VList>
        </div>
      )}
    </div>
  );
}

function allSections(
  emoji: readonly Emoji[],
  recent: readonly string[],
  words: EmojiPickerWords,
): readonly EmojiSection[] {
  const byCharacter = new Map(
    emoji.flatMap((entry) =>
      [entry.character, ...entry.tones].map((character) => [character, entry] as const),
    ),
  );
  const known = recent.slice(0, RECENT_ROWS * COLUMNS).flatMap((character) => {
    const entry = byCharacter.get(character);
    return entry === undefined ? [] : [{ ...entry, character }];
  });
  const groups = EMOJI_GROUPS.map((id, group) => ({
    id,
    title: words.groups[id],
    emoji: emoji.filter((entry) => entry.group === group),
  }));
  return known.length === 0
    ? groups
    : [{ id: 'recent', title: words.recent, emoji: known }, ...groups];
}
