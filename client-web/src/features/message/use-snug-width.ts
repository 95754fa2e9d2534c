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

interface Fitted {
  readonly width: number;
  readonly bottom: number;
}

/** In em, so that it grows with the text; null where nothing wraps, or where something takes all the room there is. */
function snugWidth(words: HTMLElement): number | null {
  const [text, ...rest] = words.children;
  const meta = rest.pop();
  if (!text || !meta) return null;
  const parts = rest.filter((part) => part.getBoundingClientRect().height > 0).map(fittedPart);
  const lines = [...[...text.getClientRects()], ...parts];
  const last = lines.at(-1);
  if (!last) return null;
  const time = meta.getBoundingClientRect();
  const isBeside = time.top < last.bottom;
  const gap = pixels(getComputedStyle(meta).marginInlineStart);
  const ending = isBeside ? last.width + gap + time.width : time.width;
  const width = Math.max(ending, ...lines.map((line) => line.width));
  if (width >= words.clientWidth - 1) return null;
  // Half a pixel more: a fraction that is rounded away would break a line anew.
  return (width + 0.5) / pixels(getComputedStyle(words).fontSize);
}

/** What stands between words and time: by the lines in it where it says so, by its own width where it is no block. */
function fittedPart(part: Element): Fitted {
  const { width, bottom } = part.getBoundingClientRect();
  const style = getComputedStyle(part);
  if (style.display.startsWith('inline')) return { width, bottom };
  const lines = [...part.querySelectorAll('[data-line]')].flatMap(linesIn);
  const beside = [...part.querySelectorAll('[data-beside-lines]')].map(outerWidth);
  if (lines.length === 0) return { width, bottom };
  const edges = [style.paddingInlineStart, style.paddingInlineEnd, style.borderInlineStartWidth];
  const around = [...beside, ...edges.map(pixels)].reduce((sum, value) => sum + value, 0);
  return { width: Math.max(...lines) + around, bottom };
}

/** How wide each line of an element is. */
function linesIn(element: Element): number[] {
  const range = document.createRange();
  range.selectNodeContents(element);
  return [...range.getClientRects()].map(({ width }) => width);
}

function outerWidth(element: Element): number {
  return (
    element.getBoundingClientRect().width + pixels(getComputedStyle(element).marginInlineStart)
  );
}

const pixels = (value: string): number => Number.parseFloat(value) || 0;
