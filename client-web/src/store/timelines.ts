/** The timelines of the rooms that are open, normalised: an order of keys and the items by key. */
import type {
  PaginationState,
  Patch,
  TimelineItem,
  TimelineSnapshot,
  TimelineSplice,
} from '@/matrix/types';

export interface TimelineState {
  /** Keys, oldest first. */
  order: readonly string[];
  items: Readonly<Record<string, TimelineItem>>;
  backwards: PaginationState;
  forwards: PaginationState;
  /** Newest item that we have read; the unread bar goes after it. */
  ownReadKey: string | null;
}

export interface TimelinesSlice {
  timelines: Readonly<Record<string, TimelineState>>;
}

export const initialTimelines: TimelinesSlice = { timelines: {} };

export function timelineFromSnapshot(snapshot: TimelineSnapshot): TimelineState {
  return {
    order: snapshot.items.map((item) => item.key),
    items: Object.fromEntries(snapshot.items.map((item) => [item.key, item])),
    backwards: snapshot.backwards,
    forwards: snapshot.forwards,
    ownReadKey: snapshot.ownReadKey,
  };
}

type TimelinePatch = Extract<Patch, { type: 'timeline' }>;

/** Applies the splices in order, then the items that changed in place. */
export function patchTimeline(timeline: TimelineState, patch: TimelinePatch): TimelineState {
  let { order, items } = timeline;
  if (patch.splices.length > 0) ({ order, items } = applySplices(order, items, patch.splices));
  if (patch.update.length > 0) {
    items = { ...items, ...Object.fromEntries(patch.update.map((item) => [item.key, item])) };
  }
  const { backwards, forwards, ownReadKey } = patch;
  return { order, items, backwards, forwards, ownReadKey };
}

function applySplices(
  order: readonly string[],
  items: TimelineState['items'],
  splices: readonly TimelineSplice[],
): Pick<TimelineState, 'order' | 'items'> {
  const nextOrder = [...order];
  const nextItems = { ...items };
  for (const { at, remove, insert } of splices) {
    const keys = insert.map((item) => item.key);
    for (const key of nextOrder.splice(at, remove, ...keys)) delete nextItems[key];
  }
  // Only now: what one splice takes away another may have put elsewhere.
  for (const item of splices.flatMap(({ insert }) => insert)) nextItems[item.key] = item;
  return { order: nextOrder, items: nextItems };
}

export const selectTimeline = (state: TimelinesSlice, timelineId: string): TimelineState | null =>
  state.timelines[timelineId] ?? null;

export const selectItem = (
  state: TimelinesSlice,
  timelineId: string,
  key: string,
): TimelineItem | null => state.timelines[timelineId]?.items[key] ?? null;
