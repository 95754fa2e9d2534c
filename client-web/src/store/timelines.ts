/** The timelines of the rooms that are open, normalised: an order of keys and the items by key. */
import { same } from '@/lib/equal';
import type {
  MessageItem,
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
  /** Own messages on their way to the engine, by timeline: seen at once, and for no longer than that takes. */
  fresh: Readonly<Record<string, readonly MessageItem[]>>;
}

export const initialTimelines: TimelinesSlice = { timelines: {}, fresh: {} };

/** What is as it was `before` stays the same object: a chat that is opened again need not be drawn again. */
export function timelineFromSnapshot(
  snapshot: TimelineSnapshot,
  before?: TimelineState,
): TimelineState {
  const { items, backwards, forwards, ownReadKey } = snapshot;
  const kept = items.map((item) => same(before?.items[item.key], item));
  return same(before, {
    order: kept.map((item) => item.key),
    items: Object.fromEntries(kept.map((item) => [item.key, item])),
    backwards,
    forwards,
    ownReadKey,
  });
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

/** Puts an own message at the end of a timeline until the engine has it. */
export function addFresh(
  fresh: TimelinesSlice['fresh'],
  timelineId: string,
  item: MessageItem,
): TimelinesSlice['fresh'] {
  return { ...fresh, [timelineId]: [...(fresh[timelineId] ?? []), item] };
}

/** The engine has it, or never will. */
export function dropFresh(
  fresh: TimelinesSlice['fresh'],
  timelineId: string,
  key: string,
): TimelinesSlice['fresh'] {
  const { [timelineId]: before = [], ...others } = fresh;
  const left = before.filter((item) => item.key !== key);
  return left.length === 0 ? others : { ...others, [timelineId]: left };
}

const whole = new WeakMap<
  TimelineState,
  { fresh: readonly MessageItem[]; timeline: TimelineState }
>();

/** With what is on its way to the engine at the end, where that is the end of the room. */
export function selectTimeline(
  { timelines, fresh }: TimelinesSlice,
  timelineId: string,
): TimelineState | null {
  const timeline = timelines[timelineId];
  const added = fresh[timelineId];
  if (timeline === undefined || added === undefined) return timeline ?? null;
  const known = whole.get(timeline);
  if (known?.fresh === added) return known.timeline;
  const made = withFresh(timeline, added);
  whole.set(timeline, { fresh: added, timeline: made });
  return made;
}

function withFresh(timeline: TimelineState, fresh: readonly MessageItem[]): TimelineState {
  const missing = fresh.filter(({ key }) => !(key in timeline.items));
  if (missing.length === 0 || timeline.forwards !== 'end') return timeline;
  return {
    ...timeline,
    order: [...timeline.order, ...missing.map(({ key }) => key)],
    items: { ...timeline.items, ...Object.fromEntries(missing.map((item) => [item.key, item])) },
  };
}

export const selectItem = (
  state: TimelinesSlice,
  timelineId: string,
  key: string,
): TimelineItem | null => state.timelines[timelineId]?.items[key] ?? null;
