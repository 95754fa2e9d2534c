'use client';

import { useSyncExternalStore } from 'react';

/**
 * How many columns stand side by side: `phone` one that fills the window, `tablet` a drawer that makes way for the open chat,
 * `narrow` and `wide` two, with the left one by its share of the window.
 */
export type Layout = 'phone' | 'tablet' | 'narrow' | 'wide';

const LAYOUTS: readonly (readonly [Layout, string])[] = [
  ['phone', '(width <= 600px)'],
  ['tablet', '(width <= 925px)'],
  ['narrow', '(width <= 1275px)'],
];

function subscribe(listener: () => void): () => void {
  const queries = LAYOUTS.map(([, query]) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', listener);
  return () => {
    for (const query of queries) query.removeEventListener('change', listener);
  };
}

function current(): Layout {
  return LAYOUTS.find(([, query]) => matchMedia(query).matches)?.[0] ?? 'wide';
}

/** The arrangement of the columns for the window's present width. */
export function useLayout(): Layout {
  return useSyncExternalStore(subscribe, current, () => 'wide');
}
