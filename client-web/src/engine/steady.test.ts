import { describe, expect, it } from 'vitest';
import { messageItem, roomSummary } from '@/matrix/fixtures';
import type { MessageItem, TimelineItem, TimelineSnapshot } from '@/matrix/types';
import { asTaken, steadySummary, steadyTimeline, withWaiting } from './steady';

const pending = { kind: 'undecryptable', reason: 'pending' } as const;
const waiting = (key: string): MessageItem =>
  messageItem(key, { eventId: null, isOwn: true, delivery: 'queued' });

function timeline(...items: TimelineItem[]): TimelineSnapshot {
  const ownReadKey = items.at(-1)?.key ?? null;
  return { timelineId: '!a', items, backwards: 'end', forwards: 'end', ownReadKey };
}

const keys = ({ items }: TimelineSnapshot) => items.map(({ key }) => key);

describe('steadyTimeline', () => {
  it('keeps the words of an own message while what came back of it is being decrypted', () => {
    const echo = messageItem('own', { eventId: '$1', isOwn: true });
    const event = messageItem('own', { eventId: '$1', isOwn: true, ts: 7, content: pending });
    const [item] = steadyTimeline(timeline(echo), timeline(event), false).items;
    expect(item).toEqual({ ...event, content: echo.content });
  });

  it('shows what comes new when it can be read', () => {
    const known = messageItem('known');
    const vote = messageItem('vote', { content: pending });
    const now = steadyTimeline(timeline(known), timeline(known, vote), false);
    expect(keys(now)).toEqual(['known']);
    expect(now.ownReadKey).toBe('known');
  });

  it('leaves a place for what is being decrypted in a chat of which nothing was shown', () => {
    const secret = messageItem('secret', { content: pending });
    const known = messageItem('known');
    expect(keys(steadyTimeline(timeline(), timeline(secret), false))).toEqual(['secret']);
    const grown = steadyTimeline(timeline(known), timeline(secret, known), false);
    expect(keys(grown)).toEqual(['secret', 'known']);
  });

  it('says what cannot be read', () => {
    const lost = messageItem('lost', { content: { kind: 'undecryptable', reason: 'lost' } });
    const now = timeline(lost);
    expect(steadyTimeline(timeline(messageItem('lost')), now, false)).toBe(now);
  });

  it('keeps what is younger than all that is known, before what waits', () => {
    const [a, b, young] = ['a', 'b', 'young'].map((key) => messageItem(key));
    const shown = timeline(a!, b!, young!, waiting('discarded'), waiting('own'));
    const now = timeline(a!, b!, waiting('own'));
    expect(keys(steadyTimeline(shown, now, true))).toEqual(['a', 'b', 'young', 'own']);
    expect(keys(steadyTimeline(shown, now, false))).toEqual(['a', 'b', 'own']);
  });

  it('takes a chat that went on since it was last shown as it is', () => {
    const shown = timeline(messageItem('a'));
    const now = timeline(messageItem('m'), messageItem('n'));
    expect(steadyTimeline(shown, now, true)).toBe(now);
  });
});

describe('what is remembered', () => {
  it('is shown with what waits now, and without what was discarded', () => {
    const shown = timeline(messageItem('a'), waiting('discarded'), waiting('own'));
    const now = withWaiting(shown, [waiting('own'), waiting('new')]);
    expect(keys(now)).toEqual(['a', 'own', 'new']);
  });

  it('was taken by the server where it waits no more', () => {
    const { items } = asTaken(timeline(waiting('gone'), waiting('own')), new Set(['own']));
    expect(items.map((item) => item.kind === 'message' && item.delivery)).toEqual([
      'sent',
      'queued',
    ]);
  });
});

describe('steadySummary', () => {
  const preview = (eventId: string, isBeingDecrypted: boolean) => ({
    eventId,
    senderId: '@a:b',
    senderName: 'a',
    isOwn: false,
    ts: 1,
    delivery: 'sent' as const,
    content: isBeingDecrypted
      ? pending
      : { kind: 'text' as const, body: eventId, formattedBody: null },
  });
  const shown = roomSummary('!a', { lastMessage: preview('$1', false), activityTs: 5 });

  it('drops a room only when it is known to be gone', () => {
    expect(steadySummary(shown, null, true)).toBe(shown);
    expect(steadySummary(shown, null, false)).toBeNull();
  });

  it('does not go back in time', () => {
    const older = roomSummary('!a', { unreadCount: 3, activityTs: 4 });
    expect(steadySummary(shown, older, true)).toEqual({ ...shown, unreadCount: 3 });
    expect(steadySummary(shown, older, false)).toBe(older);
  });

  it('says what was said last until the next can be read', () => {
    const next = roomSummary('!a', { lastMessage: preview('$2', true), activityTs: 6 });
    expect(steadySummary(shown, next, false)).toEqual(shown);
    const own = roomSummary('!a', { lastMessage: preview('$1', true), activityTs: 6 });
    expect(steadySummary(shown, own, false)).toEqual({ ...shown, activityTs: 6 });
  });
});
