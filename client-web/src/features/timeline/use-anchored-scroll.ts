'use client';

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { tokenCurve, tokenMs } from '@/ui/motion';

/** The first visible item and where it stands, in px from the top of the view. */
export interface Anchor {
  readonly key: string;
  readonly offset: number;
}

/**
 * Where a conversation opens: at the newest, with an item at its old place, with the unread bar in the upper third, or with the
 * item of an event in the middle.
 */
export type Opening = 'end' | 'unread' | Anchor | { readonly centre: string };

/** No way to the end is shown as longer than this: what is farther is cut. */
const LONGEST_GLIDE_PX = 1_500;
/** As close to the end as counts as being there: one line. */
const AT_END_PX = 24;
/** An edge nearer than this part of the view's height is asked to grow. */
const NEAR_EDGE = 0.75;

interface AnchoredScroll {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly isAtEnd: boolean;
  readonly onScroll: () => void;
  /** Goes to the end with the next layout, and stays there. */
  readonly stickToEnd: () => void;
  readonly currentAnchor: () => Anchor | null;
  /** Brings the item of an event to the middle and points it out, with the next layout if it is not there yet. */
  readonly centre: (eventId: string) => void;
  /** Puts an item back to where it stood. */
  readonly returnTo: (anchor: Anchor) => void;
}

interface Options {
  readonly opening: Opening;
  /** Whether the last node is the newest message there is: only then can one be at the end. */
  readonly isLive: boolean;
  /** Key of the last node, to tell a new message at the end from other changes. */
  readonly lastKey: string | undefined;
  readonly onNearTop: () => void;
  readonly onNearBottom: () => void;
}

const itemNodes = (content: Element) => content.querySelectorAll<HTMLElement>('[data-key]');

function findAnchor(scroller: Element, content: Element): Anchor | null {
  const top = scroller.getBoundingClientRect().top;
  const nodes = itemNodes(content);
  // The first node that reaches below the top edge, by halving: nodes are in the order of the page.
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const node = nodes[middle];
    if (node !== undefined && node.getBoundingClientRect().bottom <= top) low = middle + 1;
    else high = middle;
  }
  const node = nodes[low];
  if (node?.dataset.key === undefined) return null;
  return { key: node.dataset.key, offset: node.getBoundingClientRect().top - top };
}

/**
 * Scrolling that never jumps. The reader is either at the end, which is then kept in view, or looks at some item, which then
 * keeps its place to the pixel whatever is added, removed or resized around it.
 */
export function useAnchoredScroll(options: Options): AnchoredScroll {
  const { opening, isLive, lastKey } = options;
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(opening === 'end');
  const sticks = useRef(opening === 'end');
  const anchor = useRef<Anchor | null>(
    typeof opening === 'object' && 'key' in opening ? opening : null,
  );
  /** The event whose item is to be in the middle once it is there. */
  const wanted = useRef(typeof opening === 'object' && 'centre' in opening ? opening.centre : null);
  const isOpened = useRef(false);
  const seen = useRef({ top: 0, width: 0, height: 0, whole: 0 });
  const before = useRef({ lastKey, height: 0 });
  const glideFrom = useRef(0);
  const latest = useRef(options);

  const growEdges = useCallback(() => {
    const view = scroller.current;
    if (view === null) return;
    const near = view.clientHeight * NEAR_EDGE;
    if (view.scrollTop < near) latest.current.onNearTop();
    const below = view.scrollHeight - view.clientHeight - view.scrollTop;
    if (below < near && !latest.current.isLive) latest.current.onNearBottom();
  }, []);

  const onScroll = useCallback(() => {
    const view = scroller.current;
    if (view === null || content.current === null) return;
    const below = view.scrollHeight - view.clientHeight - view.scrollTop;
    // Only who moves up has left the end. A window that turned, or a field that grew, moves it away and is made up for.
    const { top, width, height, whole } = seen.current;
    const isAsSeen = view.clientHeight === height && view.clientWidth === width;
    const hasLeft = view.scrollTop < top && isAsSeen && view.scrollHeight === whole;
    const isAtEnd = below < AT_END_PX || (sticks.current && !hasLeft);
    sticks.current = latest.current.isLive && isAtEnd;
    seen.current = measured(view);
    anchor.current = findAnchor(view, content.current);
    setIsAtEnd(sticks.current);
    growEdges();
  }, [growEdges]);

  /** Puts the view back to where the reader was. */
  const restore = useCallback(() => {
    const view = scroller.current;
    if (view === null || content.current === null) return;
    if (sticks.current) {
      view.scrollTop = view.scrollHeight;
      seen.current = measured(view);
      return;
    }
    if (anchor.current === null) return;
    const { key, offset } = anchor.current;
    const node = content.current.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (node === null) return;
    const moved = node.getBoundingClientRect().top - view.getBoundingClientRect().top - offset;
    if (Math.abs(moved) >= 0.5) view.scrollTop += moved;
  }, []);

  const showWanted = useCallback(() => {
    const view = scroller.current;
    const inner = content.current;
    if (wanted.current === null || view === null || inner === null) return;
    const node = nodeOfEvent(inner, wanted.current);
    if (node === null) return;
    wanted.current = null;
    sticks.current = false;
    const box = node.getBoundingClientRect();
    const middle = view.getBoundingClientRect().top + view.clientHeight / 2;
    const before = view.scrollTop;
    view.scrollTop += box.top + Math.min(box.height, view.clientHeight / 2) / 2 - middle;
    glide(inner, view.scrollTop - before);
    anchor.current = findAnchor(view, inner);
    pointOut(node);
  }, []);

  useLayoutEffect(() => {
    latest.current = options;
    const view = scroller.current;
    const inner = content.current;
    if (view === null || inner === null) return;
    if (!isOpened.current) {
      isOpened.current = true;
      if (opening === 'unread') showUnread(view, inner);
      restore();
      showWanted();
      if (anchor.current === null) anchor.current = findAnchor(view, inner);
    } else {
      restore();
      showWanted();
      if (glideFrom.current > 0) glide(inner, glideFrom.current);
      glideFrom.current = 0;
      const isNewAtEnd = sticks.current && before.current.lastKey !== lastKey;
      if (isNewAtEnd) glideIn(view, inner, view.scrollHeight - before.current.height, lastKey);
    }
    before.current = { lastKey, height: view.scrollHeight };
  });

  // Pictures that load, text that is zoomed, a composer that grows: whatever changes a height.
  useEffect(() => {
    if (scroller.current === null || content.current === null) return;
    const observer = new ResizeObserver(() => {
      restore();
      growEdges();
    });
    observer.observe(scroller.current);
    observer.observe(content.current);
    // A window that is turned may be laid out twice, and leave the view elsewhere with its old sizes.
    window.addEventListener('resize', restore);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', restore);
    };
  }, [restore, growEdges]);

  // Where the conversation opened decides whether it is at its end; only the finished layout tells.
  useEffect(() => {
    const frame = requestAnimationFrame(onScroll);
    return () => cancelAnimationFrame(frame);
  }, [onScroll]);

  // A slice that did not reach far enough changes nothing that would be observed: look again after each.
  useEffect(() => {
    const frame = requestAnimationFrame(growEdges);
    return () => cancelAnimationFrame(frame);
  });

  const stickToEnd = useCallback(() => {
    const view = scroller.current;
    if (view === null || sticks.current) return;
    const below = view.scrollHeight - view.clientHeight - view.scrollTop;
    const way = latest.current.isLive ? below : LONGEST_GLIDE_PX;
    glideFrom.current = Math.min(way, LONGEST_GLIDE_PX);
    sticks.current = true;
    setIsAtEnd(true);
  }, []);

  const currentAnchor = useCallback(() => (sticks.current ? null : anchor.current), []);

  const centre = useCallback(
    (eventId: string) => {
      wanted.current = eventId;
      showWanted();
    },
    [showWanted],
  );

  const returnTo = useCallback(
    (place: Anchor) => {
      sticks.current = false;
      anchor.current = place;
      restore();
    },
    [restore],
  );

  const isLast = isAtEnd && isLive;
  return {
    scroller,
    content,
    isAtEnd: isLast,
    onScroll,
    stickToEnd,
    currentAnchor,
    centre,
    returnTo,
  };
}

/** How a view stands, and what it is part of. */
function measured({ scrollTop, clientWidth, clientHeight, scrollHeight }: Element) {
  return { top: scrollTop, width: clientWidth, height: clientHeight, whole: scrollHeight };
}

/** The bubble that shows an event, also where it is one of several in it. */
function nodeOfEvent(inner: Element, eventId: string): HTMLElement | null {
  const node = inner.querySelector(`[data-event-id="${CSS.escape(eventId)}"]`);
  return node?.closest<HTMLElement>('[data-key]') ?? null;
}

/** Marks a message for a moment; the stylesheet says how. */
function pointOut(node: HTMLElement): void {
  delete node.dataset.jumped;
  // The animation starts anew only when the browser has seen the mark gone.
  void node.offsetWidth;
  node.dataset.jumped = '';
  setTimeout(() => delete node.dataset.jumped, tokenMs('--duration-jump') + 100);
}

function showUnread(view: HTMLElement, inner: HTMLElement): void {
  const bar = inner.querySelector('[data-unread-bar]');
  if (bar === null) return;
  const top = bar.getBoundingClientRect().top - view.getBoundingClientRect().top;
  view.scrollTop += top - view.clientHeight / 3;
}

/**
 * Shows a way of some pixels up to where the view stands already. The child of the content moves, because the content clips
 * it: what is moved below the end must not lengthen the way to scroll.
 */
function glide(inner: Element, asked: number): void {
  const duration = tokenMs('--duration-slide');
  const way = Math.max(-LONGEST_GLIDE_PX, Math.min(LONGEST_GLIDE_PX, asked));
  if (duration === 0 || way === 0) return;
  inner.firstElementChild?.animate([{ transform: `translateY(${way}px)` }, { transform: 'none' }], {
    duration,
    easing: tokenCurve('--curve-slide'),
  });
}

/** A new message at the end: what was there moves up to make room, and the message appears. */
function glideIn(view: Element, inner: Element, grownBy: number, key: string | undefined): void {
  const duration = tokenMs('--duration-select');
  if (key === undefined || grownBy <= 0 || grownBy > view.clientHeight) return;
  glide(inner, grownBy);
  const node = inner.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  const start = node?.dataset.own === 'true' ? { opacity: 0, scale: 0.8 } : { opacity: 0 };
  node?.animate([start, { opacity: 1, scale: 1 }], {
    duration,
    easing: tokenCurve('--curve-slide'),
  });
}
