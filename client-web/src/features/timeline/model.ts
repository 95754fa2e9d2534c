/** How a run of events becomes days, groups of bubbles and service lines, and which part of it exists as nodes. Pure. */
import { mayMerge } from '@/i18n/service-message';
import { startOfDay } from '@/lib/dates';
import type { MessageItem, ServiceItem, TimelineItem } from '@/matrix/types';

/** A stretch of the timeline that is drawn as one thing. */
export type Block =
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly senderId: string;
      readonly isOwn: boolean;
      readonly items: readonly MessageItem[];
    }
  | {
      readonly kind: 'service';
      readonly key: string;
      readonly items: readonly [ServiceItem, ...ServiceItem[]];
    }
  | { readonly kind: 'unread'; readonly key: 'unread' };

/** The blocks of one local day, under its pill. */
export interface Day {
  /** Local midnight. */
  readonly day: number;
  readonly blocks: readonly Block[];
}

/** Messages of one person further apart than this are not one group. */
const GROUP_GAP_MS = 600_000;

function mayJoin(block: Block | undefined, item: TimelineItem): boolean {
  if (block === undefined || block.kind === 'unread') return false;
  if (block.kind === 'service') {
    const last = block.items[block.items.length - 1];
    return item.kind === 'service' && last !== undefined && mayMerge(last, item);
  }
  const last = block.items[block.items.length - 1];
  return (
    item.kind === 'message' &&
    block.senderId === item.senderId &&
    block.isOwn === item.isOwn &&
    last !== undefined &&
    Math.abs(item.ts - last.ts) <= GROUP_GAP_MS
  );
}

function startBlock(item: TimelineItem): Block {
  const { key, senderId, isOwn } = item;
  return item.kind === 'service'
    ? { kind: 'service', key, items: [item] }
    : { kind: 'group', key, senderId, isOwn, items: [item] };
}

function join(block: Block, item: TimelineItem): Block {
  if (block.kind === 'group' && item.kind === 'message') {
    return { ...block, items: [...block.items, item] };
  }
  if (block.kind === 'service' && item.kind === 'service') {
    // A run of service lines grows at its head while history loads: its last item is what stays.
    return { ...block, key: item.key, items: [...block.items, item] };
  }
  return block;
}

/** Lays items out, oldest first, with the unread bar after the item `unreadAfterKey` when something follows it. */
export function layOut(
  items: readonly TimelineItem[],
  unreadAfterKey: string | null,
): readonly Day[] {
  const days: { day: number; blocks: Block[] }[] = [];
  let isUnreadNext = false;
  for (const item of items) {
    const day = startOfDay(item.ts);
    let current = days[days.length - 1];
    if (current === undefined || current.day !== day) {
      current = { day, blocks: [] };
      days.push(current);
    }
    const { blocks } = current;
    if (isUnreadNext) blocks.push({ kind: 'unread', key: 'unread' });
    isUnreadNext = item.key === unreadAfterKey;
    const last = blocks[blocks.length - 1];
    if (last !== undefined && mayJoin(last, item)) blocks[blocks.length - 1] = join(last, item);
    else blocks.push(startBlock(item));
  }
  return days;
}

/** The part of the timeline that exists as nodes, by keys so that history arriving at either end does not move it. */
export interface TimelineWindow {
  /** Null: as many as at the start, counted from the end. */
  readonly first: string | null;
  /** Null: up to the newest. */
  readonly last: string | null;
}

/** At the newest messages. */
export const LIVE: TimelineWindow = { first: null, last: null };

/** Never more message nodes than this. */
export const MOST_NODES = 120;
const NODES_AT_START = 60;
const SLICE = 50;

/** Indices of a window: from `start` up to but not including `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where a window lies now. Keys that are gone make it fall back to the newest. */
export function resolveWindow(
  order: readonly string[],
  { first, last }: TimelineWindow,
  isAtEnd: boolean,
): Range {
  const lastIndex = last === null ? -1 : order.lastIndexOf(last);
  const end = lastIndex === -1 ? order.length : lastIndex + 1;
  const firstIndex = first === null ? -1 : order.indexOf(first);
  const start =
    firstIndex === -1 || firstIndex >= end ? Math.max(0, end - NODES_AT_START) : firstIndex;
  if (end - start <= MOST_NODES) return { start, end };
  // Too many: drop what is out of sight, above when the reader is at the end and below otherwise.
  return isAtEnd ? { start: end - MOST_NODES, end } : { start, end: start + MOST_NODES };
}

function toWindow(order: readonly string[], { start, end }: Range): TimelineWindow {
  return {
    first: order[start] ?? null,
    last: end >= order.length ? null : (order[end - 1] ?? null),
  };
}

/** The window moved a slice towards the past, letting go of the newest beyond the limit. */
export function olderWindow(order: readonly string[], { start, end }: Range): TimelineWindow {
  const from = Math.max(0, start - SLICE);
  return toWindow(order, { start: from, end: Math.min(end, from + MOST_NODES) });
}

/** The window moved a slice towards the present, letting go of the oldest beyond the limit. */
export function newerWindow(order: readonly string[], { start, end }: Range): TimelineWindow {
  const to = Math.min(order.length, end + SLICE);
  return toWindow(order, { start: Math.max(start, to - MOST_NODES), end: to });
}

/** The window to open a room with, so that the unread bar and what surrounds it are in it. */
export function windowAround(order: readonly string[], key: string): TimelineWindow {
  const index = order.indexOf(key);
  if (index === -1 || order.length - index <= NODES_AT_START / 2) return LIVE;
  return toWindow(order, {
    start: Math.max(0, index - NODES_AT_START / 2),
    end: Math.min(order.length, index + NODES_AT_START),
  });
}
