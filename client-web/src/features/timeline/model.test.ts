import { describe, expect, it } from 'vitest';
import { messageItem } from '@/matrix/fixtures';
import type { MessageItem, ServiceItem, TimelineItem } from '@/matrix/types';
import {
  layOut,
  LIVE,
  MOST_NODES,
  newerWindow,
  olderWindow,
  resolveWindow,
  windowAround,
} from './model';

const noon = new Date('2026-06-15T12:00:00').getTime();
const minutes = (count: number) => count * 60_000;

const message = (key: string, senderId: string, ts: number): MessageItem =>
  messageItem(key, { senderId, ts, isOwn: senderId === '@me:x' });

function joined(key: string, userId: string, ts: number): ServiceItem {
  return {
    kind: 'service',
    key,
    eventId: key,
    senderId: userId,
    ts,
    isOwn: false,
    action: { type: 'joined', targetId: userId, targetName: userId },
  };
}

/** The layout in short: `a` for a bubble, `(a b)` for a group, `[a b]` for a service line, `|` for the unread bar. */
function draw(items: readonly TimelineItem[], unreadAfterKey: string | null = null): string[] {
  return layOut(items, unreadAfterKey).map(({ blocks }) =>
    blocks
      .map((block) => {
        if (block.kind === 'unread') return '|';
        const keys = block.items.map((item) => item.key).join(' ');
        return block.kind === 'group' ? `(${keys})` : `[${keys}]`;
      })
      .join(' '),
  );
}

describe('layOut', () => {
  it('groups what one person wrote within ten minutes', () => {
    const items = [
      message('a', '@anna:x', noon),
      message('b', '@anna:x', noon + minutes(10)),
      message('c', '@anna:x', noon + minutes(20) + 1),
      message('d', '@ben:x', noon + minutes(20) + 2),
      message('e', '@me:x', noon + minutes(21)),
    ];
    expect(draw(items)).toEqual(['(a b) (c) (d) (e)']);
  });

  it('starts a new group after a service line and on a new day', () => {
    const midnight = new Date('2026-06-16T00:00:00').getTime();
    expect(
      draw([
        message('a', '@anna:x', noon),
        joined('j', '@ben:x', noon + 1),
        message('b', '@anna:x', noon + 2),
        message('c', '@anna:x', midnight - 1),
        message('d', '@anna:x', midnight),
      ]),
    ).toEqual(['(a) [j] (b) (c)', '(d)']);
  });

  it('puts people who joined one after another on one line', () => {
    expect(
      draw([joined('j', '@a:x', noon), joined('k', '@b:x', noon), message('a', '@a:x', noon)]),
    ).toEqual(['[j k] (a)']);
  });

  it('splits a group by the unread bar, which is absent when all is read', () => {
    const items = [message('a', '@anna:x', noon), message('b', '@anna:x', noon + 1)];
    expect(draw(items, 'a')).toEqual(['(a) | (b)']);
    expect(draw(items, 'b')).toEqual(['(a b)']);
    expect(draw(items, 'gone')).toEqual(['(a b)']);
  });

  it('has no days without items', () => {
    expect(layOut([], null)).toEqual([]);
  });
});

describe('the window of nodes', () => {
  const order = Array.from({ length: 1_000 }, (_, index) => `k${index}`);

  it('begins with the newest', () => {
    expect(resolveWindow(order, LIVE, true)).toEqual({ start: 940, end: 1_000 });
    expect(resolveWindow(order.slice(0, 5), LIVE, true)).toEqual({ start: 0, end: 5 });
  });

  it('walks to the beginning and back and never holds too many', () => {
    let range = resolveWindow(order, LIVE, true);
    const seen = new Set<number>();
    for (let step = 0; range.start > 0; step += 1) {
      expect(step).toBeLessThan(100);
      range = resolveWindow(order, olderWindow(order, range), false);
      expect(range.end - range.start).toBeLessThanOrEqual(MOST_NODES);
      seen.add(range.start);
    }
    for (let step = 0; range.end < order.length; step += 1) {
      expect(step).toBeLessThan(100);
      const end = range.end;
      range = resolveWindow(order, newerWindow(order, range), false);
      expect(range.end).toBeGreaterThan(end);
      expect(range.end - range.start).toBeLessThanOrEqual(MOST_NODES);
    }
    expect(seen.size).toBeGreaterThan(10);
  });

  it('stays in place when history arrives above it', () => {
    const window = olderWindow(order, { start: 500, end: 560 });
    const longer = [...Array.from({ length: 50 }, (_, index) => `old${index}`), ...order];
    const { start, end } = resolveWindow(longer, window, false);
    expect([longer[start], longer[end - 1]]).toEqual(['k450', 'k559']);
  });

  it('lets go of what is out of sight when many messages arrive', () => {
    const window = { first: 'k900', last: null };
    const longer = [...order, ...Array.from({ length: 50 }, (_, index) => `new${index}`)];
    expect(resolveWindow(longer, window, true)).toEqual({ start: 930, end: 1_050 });
    expect(resolveWindow(longer, window, false)).toEqual({ start: 900, end: 1_020 });
  });

  it('falls back to the newest when its keys are gone', () => {
    expect(resolveWindow(order, { first: 'x', last: 'y' }, true)).toEqual({
      start: 940,
      end: 1_000,
    });
  });

  it('opens around the first unread message', () => {
    expect(windowAround(order, 'k990')).toEqual(LIVE);
    expect(windowAround(order, 'k500')).toEqual({ first: 'k470', last: 'k559' });
    expect(windowAround(order, 'gone')).toEqual(LIVE);
  });
});
