'use client';

import {
  type MouseEvent as ReactMouseEvent,
  type PointerEvent as ReactPointerEvent,
  useEffect,
  useRef,
  useState,
  type WheelEvent as ReactWheelEvent,
} from 'react';

interface Zoom {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const WHOLE: Zoom = { scale: 1, x: 0, y: 0 };
const MOST = 8;
const STEP = 1.5;
/** A finger that goes so far sideways turns the page; downwards it closes. */
const SWIPE_PX = 80;

interface Options {
  readonly onPrevious: () => void;
  readonly onNext: () => void;
  readonly onClose: () => void;
}

interface Pointer {
  readonly x: number;
  readonly y: number;
}

function distance([a, b]: readonly Pointer[]): number {
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
}

/** Zooming and moving a picture by wheel, double click, fingers and keys; unzoomed, fingers turn the pages. */
export function useZoom(key: string, { onPrevious, onNext, onClose }: Options) {
  const [zoom, setZoom] = useState(WHOLE);
  const [shownKey, setShownKey] = useState(key);
  const pointers = useRef(new Map<number, Pointer>());
  const start = useRef<Pointer | null>(null);
  if (shownKey !== key) {
    setShownKey(key);
    setZoom(WHOLE);
  }
  useEffect(() => pointers.current.clear(), [key]);

  const zoomBy = (factor: number) =>
    setZoom(({ scale, x, y }) => {
      const next = Math.min(MOST, Math.max(1, scale * factor));
      return next === 1 ? WHOLE : { scale: next, x: (x * next) / scale, y: (y * next) / scale };
    });

  const onPointerDown = (event: ReactPointerEvent<HTMLElement>) => {
    if (event.target instanceof HTMLVideoElement) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const point = { x: event.clientX, y: event.clientY };
    pointers.current.set(event.pointerId, point);
    if (pointers.current.size === 1) start.current = point;
  };
  const onPointerMove = (event: ReactPointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    if (before === undefined) return;
    const apart = distance([...pointers.current.values()]);
    const point = { x: event.clientX, y: event.clientY };
    pointers.current.set(event.pointerId, point);
    if (pointers.current.size === 2) {
      start.current = null;
      zoomBy(distance([...pointers.current.values()]) / Math.max(1, apart));
    } else if (zoom.scale > 1) {
      setZoom({ ...zoom, x: zoom.x + point.x - before.x, y: zoom.y + point.y - before.y });
    }
  };
  const onPointerUp = (event: ReactPointerEvent) => {
    pointers.current.delete(event.pointerId);
    const from = start.current;
    start.current = null;
    if (from === null || zoom.scale > 1 || event.pointerType !== 'touch') return;
    const [right, down] = [event.clientX - from.x, event.clientY - from.y];
    if (down > SWIPE_PX && down > Math.abs(right)) onClose();
    else if (right > SWIPE_PX) onPrevious();
    else if (right < -SWIPE_PX) onNext();
  };

  return {
    zoom,
    zoomIn: () => zoomBy(STEP),
    zoomOut: () => zoomBy(1 / STEP),
    reset: () => setZoom(WHOLE),
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: (event: ReactPointerEvent) => pointers.current.delete(event.pointerId),
      onWheel: (event: ReactWheelEvent) => zoomBy(event.deltaY < 0 ? 1.15 : 1 / 1.15),
      onDoubleClick: (event: ReactMouseEvent) => {
        if (!(event.target instanceof HTMLImageElement)) return;
        if (zoom.scale > 1) setZoom(WHOLE);
        else zoomBy(2);
      },
    },
  };
}
