import { describe, expect, it } from 'vitest';
import { messageItem } from '@/matrix/fixtures';
import type { TimelineItem } from '@/matrix/types';
import { patchTimeline, timelineFromSnapshot } from '@/store/timelines';
import { diffTimeline } from './diff';

const item = (key: string, body = key) =>
  messageItem(key, { content: { kind: 'text', body, formattedBody: null } });

const items = (keys: string): TimelineItem[] => [...keys].map((key) => item(key));

/** What the page makes of the difference. */
function apply(before: TimelineItem[], after: TimelineItem[]): TimelineItem[] {
  const timelineId = '!r';
  const start = timelineFromSnapshot({
    timelineId,
    items: before,
    backwards: 'idle',
    forwards: 'end',
    ownReadKey: null,
  });
  const { splices, update } = diffTimeline(before, after);
  const patch = { type: 'timeline' as const, timelineId, splices, update };
  const end = patchTimeline(start, {
    ...patch,
    backwards: 'idle',
    forwards: 'end',
    ownReadKey: null,
  });
  expect(Object.keys(end.items).sort()).toEqual([...end.order].sort());
  return end.order.flatMap((key) => end.items[key] ?? []);
}

describe('diffTimeline', () => {
  it('finds nothing in equal timelines', () => {
    expect(diffTimeline(items('abc'), items('abc'))).toEqual({ splices: [], update: [] });
  });

  it('sends only the new message', () => {
    const { splices, update } = diffTimeline(items('abc'), items('abcd'));
    expect(splices).toEqual([{ at: 3, remove: 0, insert: items('d') }]);
    expect(update).toEqual([]);
  });

  it('sends only the older page, also when a message comes at the same time', () => {
    const { splices } = diffTimeline(items('abc'), items('xyabcd'));
    expect(splices).toEqual([
      { at: 0, remove: 0, insert: items('xy') },
      { at: 5, remove: 0, insert: items('d') },
    ]);
  });

  it('updates in place what kept its place', () => {
    const after = [item('a'), item('b', 'edited'), item('c')];
    expect(diffTimeline(items('abc'), after)).toEqual({ splices: [], update: [after[1]] });
  });

  it('survives any change', () => {
    const random = seeded(7);
    for (let round = 0; round < 500; round += 1) {
      const [before, after] = [shuffled(random), shuffled(random)];
      expect(apply(before, after)).toEqual(after);
    }
  });
});

/** A subset of the alphabet in random order, with random contents. */
function shuffled(random: () => number): TimelineItem[] {
  return [...'abcdefgh']
    .filter(() => random() < 0.7)
    .map((key) => ({ key, rank: random() < 0.8 ? key.charCodeAt(0) : random() * 200 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ key }) => item(key, random() < 0.8 ? key : `${key} edited`));
}

/** A small linear congruential generator: the same rounds in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}
