'use client';

import { type RefObject, useLayoutEffect } from 'react';

/** Of each row that is watched, the words in it. */
const watched = new WeakMap<Element, HTMLElement>();
/** Called before the next paint with all rows that are new or were given another width: one layout serves them all. */
let observer: ResizeObserver | null = null;

/**
 * Keeps a bubble as wide as the longest line of its words. CSS knows no such width: where a line wraps, a box takes all the
 * room there is, whatever the word that did not fit leaves of it. `shown` is what the words change with; null for none.
 */
export function useSnugWidth(words: RefObject<HTMLElement | null>, shown: object | null): void {
  useLayoutEffect(() => {
    const element = words.current;
    const row = element?.closest('[role=article]');
    if (shown === null || !element || !row) return;
    observer ??= new ResizeObserver(fit);
    watched.set(row, element);
    observer.observe(row);
    return () => observer?.unobserve(row);
  }, [words, shown]);
}

function fit(entries: readonly ResizeObserverEntry[]): void {
  const found = entries.flatMap(({ target }) => watched.get(target) ?? []);
  for (const words of found) setWidth(words, null);
  const widths = found.map(snugWidth);
  found.forEach((words, index) => setWidth(words, widths[index] ?? null));
}

/** The stylesheet gives it to the bubble, whose other parts may need more. */
function setWidth(words: HTMLElement, em: number | null): void {
  const bubble = words.closest<HTMLElement>('[data-bubble]');
  if (bubble === null || (em === null && bubble.dataset.snug === undefined)) return;
  if (em === null) {
    delete bubble.dataset.snug;
    return;
  }
  bubble.style.setProperty('--snug', `${em}em`);
  bubble.dataset.snug = '';
}

/** In em, so that it grows with the text; null where nothing wraps, or where more than words and time is to be fitted. */
function snugWidth(words: HTMLElement): number | null {
  const [text, meta] = words.children;
  if (!text || !meta || words.childElementCount !== 2) return null;
  const lines = [...text.getClientRects()];
  const last = lines.at(-1);
  if (!last) return null;
  const time = meta.getBoundingClientRect();
  const isBeside = time.top < last.bottom;
  const gap = Number.parseFloat(getComputedStyle(meta).marginInlineStart);
  const ending = isBeside ? last.width + gap + time.width : time.width;
  const width = Math.max(ending, ...lines.map((line) => line.width));
  if (width >= words.clientWidth - 1) return null;
  // Half a pixel more: a fraction that is rounded away would break a line anew.
  return (width + 0.5) / Number.parseFloat(getComputedStyle(words).fontSize);
}
