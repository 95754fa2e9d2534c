import { describe, expect, it } from 'vitest';
import { en } from './en';
import { lastSeenText } from './last-seen';
import { formatMessage } from './message-format';

const now = new Date(2026, 5, 15, 18, 30).getTime();
const t = ((key: keyof typeof en, values = {}) => formatMessage(en[key], values, 'en-GB')) as never;

const seen = (lastActiveTs: number | null, isOnline = false) =>
  lastSeenText({ userId: '@a:b', isOnline, lastActiveTs, status: null }, now, t, 'en-GB');

describe('last seen', () => {
  it.each([
    [now - 20_000, 'last seen just now'],
    [now - 60_000, 'last seen 1 minute ago'],
    [now - 59 * 60_000, 'last seen 59 minutes ago'],
    [now - 3 * 3_600_000, 'last seen 3 hours ago'],
    [now - 10 * 3_600_000, 'last seen today at 08:30'],
    [now - 20 * 3_600_000, 'last seen yesterday at 22:30'],
    [new Date(2026, 0, 3, 12).getTime(), 'last seen 3 Jan'],
  ])('%d', (ts, words) => expect(seen(ts)).toBe(words));

  it('is not told of who is there, nor where nothing is known', () => {
    expect(seen(null, true)).toBe('online');
    expect(seen(null)).toBeNull();
    expect(lastSeenText(null, now, t, 'en-GB')).toBeNull();
  });
});
