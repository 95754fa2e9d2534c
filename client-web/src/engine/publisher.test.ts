import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { messageItem, roomSummary } from '@/matrix/fixtures';
import type { Patch, RoomSummary } from '@/matrix/types';
import { Publisher, type TimelineView } from './publisher';
import { Tabs } from './tabs';

const room = (roomId: string, unreadCount = 0) => roomSummary(roomId, { unreadCount });

function view(timelineId: string, ownReadKey: string | null = null): TimelineView {
  const timeline = { timelineId, items: [], backwards: 'end' as const, forwards: 'end' as const };
  return { timeline: { ...timeline, ownReadKey }, members: [] };
}

let rooms: Map<string, RoomSummary>;
let timelines: Map<string, TimelineView>;
let tabs: Tabs;
let isBehind: boolean;
let publisher: Publisher;
const summaryReads = vi.fn();

function openTab() {
  const batches: Patch[][] = [];
  const tab = tabs.add((batch) => batches.push(batch));
  return { tab, batches, types: () => batches.flat().map((patch) => patch.type) };
}

beforeEach(() => {
  vi.useFakeTimers();
  summaryReads.mockClear();
  rooms = new Map();
  timelines = new Map();
  tabs = new Tabs();
  publisher = new Publisher(tabs, { rooms: () => undefined, timeline: () => undefined });
  isBehind = false;
  publisher.setSource({
    get isBehind() {
      return isBehind;
    },
    summary: (roomId) => {
      summaryReads(roomId);
      return rooms.get(roomId) ?? null;
    },
    timeline: (roomId) => timelines.get(roomId) ?? null,
    details: () => null,
  });
});

afterEach(() => vi.useRealTimers());

describe('Publisher', () => {
  it('makes one patch of any number of changes in a frame', () => {
    const { batches } = openTab();
    rooms.set('!a', room('!a', 3));
    for (let event = 0; event < 100; event += 1) publisher.markRoom('!a');
    vi.advanceTimersByTime(16);
    expect(summaryReads).toHaveBeenCalledTimes(1);
    expect(batches).toEqual([[{ type: 'rooms', upsert: [room('!a', 3)], remove: [] }]]);
  });

  it('spreads very many rooms over several frames, those that are open first', () => {
    const { tab, batches } = openTab();
    const ids = Array.from({ length: 500 }, (_, index) => `!${index}`);
    for (const id of ids) rooms.set(id, room(id));
    tabs.open(tab, '!499');
    for (const id of ids) publisher.markRoom(id);
    const told = () =>
      batches.flat().flatMap((patch) => (patch.type === 'rooms' ? patch.upsert : []));
    vi.advanceTimersByTime(16);
    expect(told()).toHaveLength(200);
    expect(told()[0]?.roomId).toBe('!499');
    vi.advanceTimersByTime(32);
    expect(new Set(told().map(({ roomId }) => roomId)).size).toBe(500);
  });

  it('says nothing when nothing came of it', () => {
    const { batches } = openTab();
    rooms.set('!a', room('!a'));
    publisher.markRoom('!a');
    vi.advanceTimersByTime(16);
    publisher.markRoom('!a');
    vi.advanceTimersByTime(16);
    expect(batches).toHaveLength(1);
  });

  it('removes a room that is gone', () => {
    const { batches } = openTab();
    rooms.set('!a', room('!a'));
    publisher.markRoom('!a');
    vi.advanceTimersByTime(16);
    rooms.delete('!a');
    publisher.markAllRooms([]);
    vi.advanceTimersByTime(16);
    expect(batches.at(-1)?.at(-1)).toEqual({ type: 'rooms', upsert: [], remove: ['!a'] });
  });

  it('removes none before it is known that it is gone', () => {
    const { types } = openTab();
    publisher.setRooms([room('!a')]);
    isBehind = true;
    publisher.markRoom('!a');
    vi.advanceTimersByTime(16);
    expect(types()).toEqual(['rooms']);
  });

  it('gives a new tab all that the others have', () => {
    publisher.setSession({ status: 'signedOut', reason: 'never' });
    publisher.setRooms([room('!a')]);
    publisher.setDraft('!a', 'half a thou');
    publisher.setTyping('!a', [{ userId: '@b:c', name: 'b' }]);
    const { tab, batches, types } = openTab();
    publisher.welcome(tab);
    expect(types()).toEqual(['session', 'connection', 'drafts', 'typing', 'rooms']);
    expect(batches[0]?.[2]).toEqual({ type: 'drafts', drafts: { '!a': 'half a thou' } });
  });

  it('sends a timeline only to tabs that show it', () => {
    const [one, other] = [openTab(), openTab()];
    timelines.set('!a', view('!a'));
    rooms.set('!a', room('!a'));
    tabs.open(one.tab, '!a');
    publisher.showTimeline(one.tab, '!a', null);
    timelines.set('!a', view('!a', 'k'));
    publisher.markRoom('!a');
    vi.advanceTimersByTime(16);
    expect(one.types()).toEqual(['members', 'timelineReset', 'rooms', 'timeline']);
    expect(other.types()).toEqual(['rooms']);
  });

  it('shows what the database remembers until the source knows the room', () => {
    const { tab, types, batches } = openTab();
    tabs.open(tab, '!a');
    publisher.showTimeline(tab, '!a', view('!a', 'old'));
    expect(types()).toEqual(['members', 'timelineReset']);
    timelines.set('!a', view('!a', 'new'));
    publisher.markRoom('!a');
    vi.advanceTimersByTime(16);
    expect(batches.flat().at(-1)).toMatchObject({ type: 'timeline', ownReadKey: 'new' });
  });

  it('shows what waits to be sent before the source knows the room', () => {
    const { tab, batches } = openTab();
    const own = messageItem('own', { eventId: null, isOwn: true, delivery: 'queued' });
    publisher.setWaiting(() => [own]);
    tabs.open(tab, '!a');
    publisher.showTimeline(tab, '!a', null);
    expect(batches).toEqual([]);
    publisher.showTimeline(tab, '!a', view('!a'));
    expect(batches.flat().at(-1)).toMatchObject({
      type: 'timelineReset',
      timeline: { items: [own] },
    });
    publisher.setWaiting(() => [own, { ...own, key: 'next' }]);
    publisher.markRoom('!a');
    vi.advanceTimersByTime(16);
    expect(batches.flat().at(-1)).toMatchObject({ type: 'timeline', splices: [{ at: 1 }] });
  });

  it('shows a room that was opened before anything was known of it', () => {
    const { tab, types } = openTab();
    tabs.open(tab, '!a');
    publisher.showTimeline(tab, '!a', null);
    expect(types()).toEqual([]);
    timelines.set('!a', view('!a'));
    publisher.markRoom('!a');
    vi.advanceTimersByTime(16);
    expect(types()).toEqual(['members', 'timelineReset']);
  });
});
