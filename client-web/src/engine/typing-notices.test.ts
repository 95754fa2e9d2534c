import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TypingNotices } from './typing-notices';

let sent: string[];
let notices: TypingNotices;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  notices = new TypingNotices((roomId, isTyping) => sent.push(`${roomId} ${isTyping}`), Date.now);
});

afterEach(() => vi.useRealTimers());

it('sends one notice for many key strokes, and repeats it while the typing goes on', () => {
  for (let stroke = 0; stroke < 45; stroke += 1) {
    notices.set('!a', true);
    vi.advanceTimersByTime(100);
  }
  expect(sent).toEqual(['!a true', '!a true']);
});

it('ends it when the user stops, clears or sends', () => {
  notices.set('!a', true);
  notices.set('!a', false);
  notices.set('!a', false);
  expect(sent).toEqual(['!a true', '!a false']);
});

it('ends it by itself after a while', () => {
  notices.set('!a', true);
  vi.advanceTimersByTime(5_000);
  expect(sent).toEqual(['!a true', '!a false']);
});
