'use client';

import { type PointerEvent as ReactPointerEvent, useEffect, useRef } from 'react';

/** A place in the window, in px from its corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

const PRESS_MS = 500;
/** A finger that moves farther scrolls. */
const STILL_PX = 10;

/** Handlers for holding a finger on something. */
export function useLongPress(onPress: (point: Point) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const start = useRef<Point>({ x: 0, y: 0 });
  useEffect(() => () => clearTimeout(timer.current), []);

  const end = () => clearTimeout(timer.current);
  return {
    onPointerDown: (event: ReactPointerEvent) => {
      if (event.pointerType !== 'touch') return;
      const point = { x: event.clientX, y: event.clientY };
      start.current = point;
      timer.current = setTimeout(() => onPress(point), PRESS_MS);
    },
    onPointerMove: ({ clientX, clientY }: ReactPointerEvent) => {
      const { x, y } = start.current;
      if (Math.hypot(clientX - x, clientY - y) > STILL_PX) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
