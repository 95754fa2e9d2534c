/** What changed between two versions of a timeline, as splices and updates in place. */
import { isEqual } from '@/lib/equal';
import type { TimelineItem, TimelineSplice } from '@/matrix/types';

export interface TimelineDiff {
  splices: TimelineSplice[];
  update: TimelineItem[];
}

/**
 * Timelines change at their ends: history comes in front, messages and echoes at the back. So the items in
 * front of the old beginning are one splice, and what differs between the common head and tail of the rest is
 * another. A change in the middle costs more than the least possible, and is rare.
 */
export function diffTimeline(
  before: readonly TimelineItem[],
  after: readonly TimelineItem[],
): TimelineDiff {
  const prepended = countPrepended(before, after);
  const rest = after.slice(prepended);
  const splices: TimelineSplice[] = [];
  if (prepended > 0) splices.push({ at: 0, remove: 0, insert: after.slice(0, prepended) });

  const shorter = Math.min(before.length, rest.length);
  let head = 0;
  while (head < shorter && before[head]?.key === rest[head]?.key) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail)?.key === rest.at(-1 - tail)?.key) tail += 1;

  const remove = before.length - head - tail;
  const insert = rest.slice(head, rest.length - tail);
  if (remove > 0 || insert.length > 0) splices.push({ at: prepended + head, remove, insert });

  const kept = [
    ...pairs(before.slice(0, head), rest.slice(0, head)),
    ...pairs(before.slice(before.length - tail), rest.slice(rest.length - tail)),
  ];
  return { splices, update: kept.filter(([old, now]) => !isEqual(old, now)).map(([, now]) => now) };
}

/** How many items of `after` come before the first item of `before`; 0 when that one is gone. */
function countPrepended(before: readonly TimelineItem[], after: readonly TimelineItem[]): number {
  const first = before[0];
  if (!first) return 0;
  return Math.max(
    0,
    after.findIndex((item) => item.key === first.key),
  );
}

function pairs(
  before: readonly TimelineItem[],
  after: readonly TimelineItem[],
): [TimelineItem, TimelineItem][] {
  return after.flatMap((now, index) => {
    const old = before[index];
    return old ? [[old, now] as [TimelineItem, TimelineItem]] : [];
  });
}
