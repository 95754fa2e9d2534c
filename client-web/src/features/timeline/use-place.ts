'use client';

import { useEffect, useRef } from 'react';
import type { TimelineWindow } from './model';
import { rememberPosition } from './positions';
import type { Anchor, Opening } from './use-anchored-scroll';
import type { Target } from './use-jump';

/** Shows what was jumped to, unless these messages were opened for it. */
export function useTarget(
  target: Target | null,
  opening: Opening,
  showEvent: (eventId: string) => void,
): void {
  const isOpenedForIt = typeof opening === 'object' && 'centre' in opening;
  const shownSerial = useRef(isOpenedForIt ? (target?.serial ?? 0) : 0);
  const show = useRef(showEvent);
  useEffect(() => {
    show.current = showEvent;
  });
  useEffect(() => {
    if (target === null || target.serial === shownSerial.current) return;
    shownSerial.current = target.serial;
    show.current(target.eventId);
  }, [target]);
}

/** Notes the reader's place when the messages are left. */
export function useRememberedPosition(
  timelineId: string,
  window: TimelineWindow,
  currentAnchor: () => Anchor | null,
): void {
  const latest = useRef(window);
  useEffect(() => {
    latest.current = window;
  }, [window]);
  useEffect(
    () => () => {
      const anchor = currentAnchor();
      rememberPosition(timelineId, anchor === null ? null : { window: latest.current, anchor });
    },
    [timelineId, currentAnchor],
  );
}
