'use client';

import {
  type PointerEvent as ReactPointerEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
} from 'react';
import { keyBehind, placesWhile } from './sort-places';

/** Less is a press with an unsteady hand. */
const slack = 6;
/** If the new order has not come by then, it was refused. */
const patienceMs = 2_000;

/** Puts the row with a key before another one; null for the end. */
export type Sort = (key: string, before: string | null) => void;

interface Sorting {
  readonly onPointerDown: (event: ReactPointerEvent<HTMLElement>) => void;
  /** True while the rows change to an order that the reader has seen already. */
  readonly isSorted: RefObject<boolean>;
}

/**
 * Rows of a list are dragged to other places. Those that can be have a `data-sortable`, which is their key; where some part of
 * a row has a `data-handle` it is taken by that, else a mouse takes it anywhere, and a finger scrolls.
 */
export function useSorting(
  region: RefObject<HTMLElement | null>,
  items: readonly unknown[],
  onSort: Sort | undefined,
): Sorting {
  const isSorted = useRef(false);
  const settle = useRef<() => void>(() => undefined);

  useLayoutEffect(() => {
    settle.current();
    return () => {
      isSorted.current = false;
    };
  }, [items]);

  const onPointerDown = (event: ReactPointerEvent<HTMLElement>) => {
    const list = region.current;
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>('[data-sortable]');
    if (onSort === undefined || list === null || row === null || event.button !== 0) return;
    const handle = row.querySelector('[data-handle]');
    const isTaken = handle ? handle.contains(target) : event.pointerType === 'mouse';
    if (!isTaken) return;
    drag(list, row, event.clientY, (from, to, rows, letGo) => {
      const keys = rows.map((each) => each.dataset.sortable ?? '');
      const key = keys[from];
      if (to === from || key === undefined) return letGo();
      // The rows stay where they are until the order is theirs.
      const timer = setTimeout(letGo, patienceMs);
      settle.current = () => {
        settle.current = () => undefined;
        clearTimeout(timer);
        isSorted.current = true;
        letGo();
      };
      onSort(key, keyBehind(keys, from, to));
    });
  };
  return { onPointerDown, isSorted };
}

type Drop = (from: number, to: number, rows: readonly HTMLElement[], letGo: () => void) => void;

function drag(list: HTMLElement, row: HTMLElement, startY: number, drop: Drop): void {
  const rows = [...list.querySelectorAll<HTMLElement>('[data-sortable]')].sort(
    (one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top,
  );
  const spans = rows.map((each) => each.getBoundingClientRect());
  const from = rows.indexOf(row);
  const end = new AbortController();
  let to = from;
  let isDragging = false;

  const move = ({ clientY }: PointerEvent) => {
    const way = clientY - startY;
    if (!isDragging && Math.abs(way) < slack) return;
    if (!isDragging) {
      isDragging = true;
      list.dataset.sorting = 'true';
      row.dataset.dragged = 'true';
    }
    const places = placesWhile(spans, from, way);
    to = places.to;
    for (const [index, each] of rows.entries()) {
      each.style.translate = `0 ${places.shifts[index] ?? 0}px`;
    }
  };
  const letGo = () => {
    delete list.dataset.sorting;
    delete row.dataset.dragged;
    for (const each of rows) each.style.translate = '';
  };
  const finish = (isMeant: boolean) => {
    end.abort();
    if (!isDragging) return;
    // What was dragged was not pressed.
    const swallow = new AbortController();
    const stop = (event: Event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('click', stop, { capture: true, once: true, signal: swallow.signal });
    setTimeout(() => swallow.abort(), 0);
    if (isMeant) drop(from, to, rows, letGo);
    else letGo();
  };
  const { signal } = end;
  window.addEventListener('pointermove', move, { signal });
  window.addEventListener('pointerup', () => finish(true), { signal });
  window.addEventListener('pointercancel', () => finish(false), { signal });
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      finish(false);
    },
    { capture: true, signal },
  );
}
