'use client';

import {
  type KeyboardEvent as ReactKeyboardEvent,
  type ReactElement,
  useRef,
  useState,
} from 'react';
import { VList, type VListHandle } from 'virtua';
import { useGlidingRows } from './use-gliding-rows';
import { type Sort, useSorting } from './use-sorting';
import styles from './VirtualList.module.css';

interface VirtualListProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** Height of a row in px at 16 px root; rows are measured, so zoomed text stays right. */
  readonly rowHeight: number;
  readonly label: string;
  /** Rows that only say something: the keys pass over them. */
  readonly isHeading?: (item: T) => boolean;
  /** Rows glide to their new places when the order changes. */
  readonly glides?: boolean;
  /** Rows that can be dragged to another place among each other. */
  readonly isSortable?: (item: T) => boolean;
  readonly onSort?: Sort;
  /** Draws a row. One row is the list's tab stop: the others' links and buttons take `tabIndex={-1}`. */
  readonly children: (item: T, isTabStop: boolean) => ReactElement;
  readonly 'data-testid'?: string;
}

const FRAMES_TO_MOUNT = 10;
const notHeading = () => false;

function rowOf(target: EventTarget): number | null {
  const row = (target as HTMLElement).closest<HTMLElement>('[data-index]');
  return row === null ? null : Number(row.dataset.index);
}

/** Where a key leads from a row: the row to begin looking at for one that is no heading, and the direction to look. */
function walk(
  key: string,
  row: number,
  last: number,
): readonly [from: number, step: 1 | -1] | null {
  switch (key) {
    case 'ArrowDown':
      return [row + 1, 1];
    case 'ArrowUp':
      return [row - 1, -1];
    case 'Home':
      return [0, 1];
    case 'End':
      return [last, -1];
    default:
      return null;
  }
}

/** A list of any length of which only the visible rows exist. Arrow keys, Home and End move between rows. */
export function VirtualList<T>({
  items,
  keyOf,
  rowHeight,
  label,
  isHeading = notHeading,
  glides = false,
  isSortable,
  onSort,
  children,
  ...rest
}: VirtualListProps<T>) {
  const list = useRef<VListHandle>(null);
  const region = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  // What was dragged to its place does not glide there once more.
  const { onPointerDown, isSorted } = useSorting(region, items, onSort);
  useGlidingRows(region, items, glides, isSorted);

  /** The first row from `from` on that can be gone to; null at the end of the list. */
  const findRow = (from: number, step: 1 | -1): number | null => {
    for (let index = from; index >= 0 && index < items.length; index += step) {
      const item = items[index];
      if (item !== undefined && !isHeading(item)) return index;
    }
    return null;
  };
  const tabStop = findRow(current, 1) ?? findRow(current, -1) ?? findRow(0, 1) ?? 0;

  /** A row that has just been mounted is invisible until it is measured, and can take the focus only then. */
  const focusRow = (index: number, framesLeft = FRAMES_TO_MOUNT) => {
    const row = region.current?.querySelector<HTMLElement>(
      `[data-index="${index}"] :is(a, button)`,
    );
    row?.focus({ preventScroll: true });
    if (framesLeft > 0 && (row == null || row !== document.activeElement)) {
      requestAnimationFrame(() => focusRow(index, framesLeft - 1));
    }
  };

  const moveFocus = (event: ReactKeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const row = rowOf(event.target);
    const way = row === null ? null : walk(event.key, row, items.length - 1);
    if (way === null) return;
    event.preventDefault();
    const next = findRow(...way);
    if (next === null) return;
    list.current?.scrollToIndex(next, { align: 'nearest' });
    focusRow(next);
  };

  return (
    <div
      ref={region}
      className={styles.region}
      role="list"
      aria-label={label}
      data-testid={rest['data-testid']}
      onKeyDown={moveFocus}
      onPointerDown={onPointerDown}
      onFocus={(event) => setCurrent(rowOf(event.target) ?? current)}
    >
      <VList
        ref={list}
        className={styles.list}
        itemSize={rowHeight}
        data={items}
        keepMounted={[tabStop]}
      >
        {(item, index) => (
          <div
            key={keyOf(item)}
            role="listitem"
            data-index={index}
            data-key={keyOf(item)}
            data-sortable={isSortable?.(item) === true ? keyOf(item) : undefined}
            aria-posinset={index + 1}
            aria-setsize={items.length}
          >
            {children(item, index === tabStop)}
          </div>
        )}
      </VList>
    </div>
  );
}
