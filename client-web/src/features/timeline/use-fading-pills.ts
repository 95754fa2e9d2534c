'use client';

import { type RefObject, useEffect, useRef } from 'react';

const SHOWN_FOR_MS = 1_500;

/** A pill is stuck when its day has scrolled up under it. */
function isStuck(pill: HTMLElement): boolean {
  const day = pill.parentElement;
  if (day === null) return false;
  const margin = Number.parseFloat(getComputedStyle(pill).marginTop);
  const own = pill.getBoundingClientRect().top - day.getBoundingClientRect().top;
  return own > margin + 1;
}

function fade(view: HTMLElement, isFaded: boolean): void {
  for (const pill of view.querySelectorAll<HTMLElement>('[data-day-pill]')) {
    pill.dataset.faded = String(isFaded && isStuck(pill));
  }
}

/** Fades the day pill that hangs over the messages some time after scrolling has stopped. Call the result on each scroll. */
export function useFadingPills(scroller: RefObject<HTMLElement | null>): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => () => clearTimeout(timer.current), []);

  return () => {
    const view = scroller.current;
    if (view === null) return;
    clearTimeout(timer.current);
    fade(view, false);
    timer.current = setTimeout(() => fade(view, true), SHOWN_FOR_MS);
  };
}
