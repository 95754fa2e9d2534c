'use client';

import {
  type KeyboardEvent as ReactKeyboardEvent,
  type ReactElement,
  useRef,
  useState,
} from 'react';
import { VList, type VListHandle } from 'virtua';
import styles from './VirtualList.module.css';

interface VirtualListProps<T> {
  readonly items: readonly T[];
  /** Height of a row in px at 16 px root; rows are measured, so zoomed text stays right. */
  readonly rowHeight: number;
  readonly label: string;
  /** Draws a row. One row is the list's tab stop: the others' links and buttons take `tabIndex={-1}`. */
  readonly children: (item: T, isTabStop: boolean) => ReactElement;
  readonly 'data-testid'?: string;
}

const STEPS: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowDown: (index, last) => Math.min(index + 1, last),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_index, last) => last,
};

function rowOf(target: EventTarget): number | null {
  const row = (target as HTMLElement).closest<HTMLElement>('[data-index]');
  return row === null ? null : Number(row.dataset.index);
}

/** A list of any length of which only the visible rows exist. Arrow keys, Home and End move between rows. */
export function VirtualList<T>({
  items,
  rowHeight,
  label,
  children,
  ...rest
}: VirtualListProps<T>) {
  const list = useRef<VListHandle>(null);
  const region = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const tabStop = Math.min(current, items.length - 1);

  const focusRow = (index: number) => {
    list.current?.scrollToIndex(index, { align: 'nearest' });
    // The row may have to be mounted first.
    requestAnimationFrame(() => {
      region.current
        ?.querySelector<HTMLElement>(`[data-index="${index}"] :is(a, button)`)
        ?.focus({ preventScroll: true });
    });
  };

  const moveFocus = (event: ReactKeyboardEvent) => {
    const step = STEPS[event.key];
    const row = rowOf(event.target);
    if (step === undefined || row === null || event.altKey || event.ctrlKey || event.metaKey)
      return;
    event.preventDefault();
    focusRow(step(row, items.length - 1));
  };

  return (
    <div
      ref={region}
      className={styles.region}
      role="list"
      aria-label={label}
      data-testid={rest['data-testid']}
      onKeyDown={moveFocus}
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
            role="listitem"
            data-index={index}
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
