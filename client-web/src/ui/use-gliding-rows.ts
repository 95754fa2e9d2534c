'use client';

import { type RefObject, useLayoutEffect, useRef } from 'react';
import { tokenMs } from './motion';

/** Lets the rows of a list glide to their new places when its order changes. Rows carry their key in `data-key`. */
export function useGlidingRows(
  region: RefObject<HTMLElement | null>,
  items: readonly unknown[],
  isWanted: boolean,
  /** True when the reader has moved the rows there by hand. */
  isDone: RefObject<boolean>,
): void {
  const places = useRef<ReadonlyMap<string, number>>(new Map());

  useLayoutEffect(() => {
    if (!isWanted || region.current === null) return;
    const rows = [...region.current.querySelectorAll<HTMLElement>('[data-key]')];
    const before = places.current;
    // Where a row stands in the list, whatever part of that is in view.
    const offset = region.current.firstElementChild?.scrollTop ?? 0;
    places.current = new Map(
      rows.map((row) => [row.dataset.key ?? '', row.getBoundingClientRect().top + offset]),
    );
    if (isDone.current) return;
    const duration = tokenMs('--duration-select');
    for (const row of rows) {
      const key = row.dataset.key ?? '';
      const way = (before.get(key) ?? 0) - (places.current.get(key) ?? 0);
      if (!before.has(key) || way === 0 || duration === 0) continue;
      row.animate([{ transform: `translateY(${way}px)` }, { transform: 'none' }], {
        duration,
        easing: 'ease-out',
      });
    }
  }, [region, items, isWanted, isDone]);
}
