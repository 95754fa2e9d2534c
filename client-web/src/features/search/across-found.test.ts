import { describe, expect, it } from 'vitest';
import type { FoundAcross } from '@/matrix/protocol/across';
import { withPage } from './across-found';

const found = (ts: number): FoundAcross => ({
  roomId: '!a',
  eventId: `$${ts}`,
  sender: { userId: '@a:b', name: 'a' },
  ts,
  content: { kind: 'text', body: '', formattedBody: null },
});
const times = (messages: readonly FoundAcross[]) => messages.map(({ ts }) => ts);
const cursor = { '!a': { token: 't', reached: 5 } };

describe('what was found in all chats', () => {
  it('is shown as far as it is complete, so that nothing ever comes between', () => {
    const first = withPage(null, {
      messages: [found(3), found(9), found(7)],
      next: cursor,
      completeSince: 5,
    });
    expect(times(first.messages)).toEqual([9, 7]);
    const second = withPage(first, {
      messages: [found(4), found(2)],
      next: cursor,
      completeSince: 3,
    });
    expect(times(second.messages)).toEqual([9, 7, 4, 3]);
    const last = withPage(second, { messages: [found(1)], next: null, completeSince: null });
    expect(times(last.messages)).toEqual([9, 7, 4, 3, 2, 1]);
    expect(last.waiting).toEqual([]);
  });
});
