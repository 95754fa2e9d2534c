'use client';

import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { matrix } from '@/matrix/commands';

const SEEN_FOR_MS = 500;

/** The last item of which at least half is in view. */
function lastVisibleKey(scroller: HTMLElement): string | null {
  const { top, bottom } = scroller.getBoundingClientRect();
  const nodes = scroller.querySelectorAll<HTMLElement>('[data-key]');
  for (let index = nodes.length - 1; index >= 0; index -= 1) {
    const node = nodes[index];
    const box = node?.getBoundingClientRect();
    if (node === undefined || box === undefined) continue;
    const middle = (box.top + box.bottom) / 2;
    if (middle <= bottom && middle >= top) return node.dataset.key ?? null;
    if (box.bottom < top) return null;
  }
  return null;
}

/**
 * Marks as read what has been in view for half a second in a focused window. Returns what to call when the view may have
 * changed.
 */
export function useReadMarker(
  roomId: string,
  scroller: RefObject<HTMLElement | null>,
  order: readonly string[],
): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const marked = useRef<string | null>(null);
  const known = useRef(order);

  useEffect(() => {
    known.current = order;
  }, [order]);

  const look = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const view = scroller.current;
      if (view === null || !document.hasFocus() || document.visibilityState !== 'visible') return;
      const key = lastVisibleKey(view);
      if (key === null) return;
      const keys = known.current;
      const isNews = marked.current === null || keys.indexOf(key) > keys.indexOf(marked.current);
      if (!isNews) return;
      marked.current = key;
      // A receipt that did not get through is sent again with the next one.
      matrix.markRead(roomId, key).catch(() => {
        marked.current = null;
      });
    }, SEEN_FOR_MS);
  }, [roomId, scroller]);

  useEffect(() => {
    look();
  }, [look, order]);

  useEffect(() => {
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer.current);
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [look]);

  return look;
}
