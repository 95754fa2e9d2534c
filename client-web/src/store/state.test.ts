import { describe, expect, it } from 'vitest';
import { messageItem, roomSummary } from '@/matrix/fixtures';
import type { Member, MessageItem, RoomSummary, TimelineSnapshot } from '@/matrix/types';
import { selectDraft } from './drafts';
import { selectMember } from './members';
import { selectDirectRoomId, selectRoomIds, selectTyping, selectUnreadChats } from './rooms';
import { selectOwnUserId } from './session';
import { applyPatches, initialState } from './state';
import { addFresh, dropFresh, selectItem, selectTimeline } from './timelines';

const room = roomSummary;

const message = (key: string, body = key) =>
  messageItem(key, { content: { kind: 'text', body, formattedBody: null } });

const rooms = (...upsert: RoomSummary[]) => ({ type: 'rooms' as const, upsert, remove: [] });

describe('the chat list', () => {
  it('puts invites first, then the newest', () => {
    const state = applyPatches(initialState, [
      rooms(
        room('!old', { activityTs: 1 }),
        room('!new', { activityTs: 9 }),
        room('!invite', { membership: 'invite' }),
      ),
    ]);
    expect(selectRoomIds(state)).toEqual(['!invite', '!new', '!old']);
    expect(state.hasRooms).toBe(true);
  });

  it('keeps the same list object while only something else changes', () => {
    const before = applyPatches(initialState, [rooms(room('!a'))]);
    const typing = { roomId: '!a', users: [{ userId: '@b:c', name: 'b' }] };
    const after = applyPatches(before, [{ type: 'typing', typing }]);
    expect(selectRoomIds(after)).toBe(selectRoomIds(before));
    expect(selectTyping(after, '!a')).toHaveLength(1);
  });

  it('counts chats with something unread', () => {
    const state = applyPatches(initialState, [
      rooms(room('!a', { unreadCount: 7 }), room('!b'), room('!c', { membership: 'invite' })),
    ]);
    expect(selectUnreadChats(state)).toBe(2);
  });

  it('drops rooms that are gone, and finds private chats', () => {
    const state = applyPatches(initialState, [
      rooms(room('!a', { directUserId: '@b:c' }), room('!b')),
      { type: 'rooms', upsert: [], remove: ['!b'] },
    ]);
    expect(selectRoomIds(state)).toEqual(['!a']);
    expect(selectDirectRoomId(state, '@b:c')).toBe('!a');
  });
});

describe('a timeline', () => {
  const opened = applyPatches(initialState, [
    {
      type: 'timelineReset',
      timeline: {
        timelineId: '!a',
        items: [message('2')],
        backwards: 'idle',
        forwards: 'end',
        ownReadKey: null,
      },
    },
  ]);

  it('takes history, news and changes in one patch', () => {
    const state = applyPatches(opened, [
      {
        type: 'timeline',
        timelineId: '!a',
        splices: [
          { at: 0, remove: 0, insert: [message('1')] },
          { at: 2, remove: 0, insert: [message('3')] },
        ],
        update: [message('2', 'edited')],
        backwards: 'end',
        forwards: 'end',
        ownReadKey: '3',
      },
    ]);
    expect(selectTimeline(state, '!a')).toMatchObject({
      order: ['1', '2', '3'],
      backwards: 'end',
      ownReadKey: '3',
    });
    expect(selectItem(state, '!a', '2')).toMatchObject({ content: { body: 'edited' } });
  });

  it('stays what it was where it is sent again unchanged', () => {
    const ends = { backwards: 'idle', forwards: 'end', ownReadKey: null } as const;
    const sentAgain = (...items: MessageItem[]) =>
      applyPatches(opened, [
        { type: 'timelineReset', timeline: { timelineId: '!a', items, ...ends } },
      ]);
    expect(sentAgain(structuredClone(message('2')))).toBe(opened);
    const longer = sentAgain(structuredClone(message('2')), message('3'));
    expect(selectTimeline(longer, '!a')?.order).toEqual(['2', '3']);
    expect(selectItem(longer, '!a', '2')).toBe(selectItem(opened, '!a', '2'));
  });

  it('is not made by a patch for a room that is not open', () => {
    const ends = { backwards: 'end', forwards: 'end', ownReadKey: null } as const;
    const patch = { splices: [], update: [], ...ends };
    const state = applyPatches(opened, [{ type: 'timeline', timelineId: '!other', ...patch }]);
    expect(state).toBe(opened);
  });

  it('forgets what a splice takes away', () => {
    const ends = { backwards: 'end', forwards: 'end', ownReadKey: null } as const;
    const patch = { update: [], ...ends };
    const splices = [{ at: 0, remove: 1, insert: [] }];
    const state = applyPatches(opened, [{ type: 'timeline', timelineId: '!a', splices, ...patch }]);
    expect(selectTimeline(state, '!a')).toMatchObject({ order: [], items: {} });
  });
});

describe('the rest', () => {
  const anna: Member = {
    userId: '@anna:b',
    name: 'Anna',
    avatarUrl: null,
    membership: 'join',
    powerLevel: 0,
    asked: null,
  };

  it('adds members to those already known', () => {
    const state = applyPatches(initialState, [
      { type: 'members', roomId: '!a', upsert: [anna] },
      { type: 'members', roomId: '!a', upsert: [{ ...anna, userId: '@ben:b', name: 'Ben' }] },
    ]);
    expect(selectMember(state, '!a', '@anna:b')?.name).toBe('Anna');
    expect(selectMember(state, '!a', '@ben:b')?.name).toBe('Ben');
    const again = [{ ...anna }];
    expect(applyPatches(state, [{ type: 'members', roomId: '!a', upsert: again }])).toBe(state);
  });

  it('takes an empty draft for none', () => {
    const written = applyPatches(initialState, [{ type: 'drafts', drafts: { '!a': 'x' } }]);
    expect(selectDraft(written, '!a')).toBe('x');
    const cleared = applyPatches(written, [{ type: 'drafts', drafts: { '!a': '' } }]);
    expect(cleared.drafts).toEqual({});
  });

  it('stays with who is signed in while another engine takes over', () => {
    const session = {
      userId: '@a:b',
      deviceId: 'D',
      homeserverUrl: 'https://b',
      displayName: null,
      avatarUrl: null,
    };
    const state = applyPatches(initialState, [
      { type: 'session', state: { status: 'signedIn', session } },
      { type: 'session', state: { status: 'loading' } },
    ]);
    expect(selectOwnUserId(state)).toBe('@a:b');
  });

  it('forgets the account but not the theme', () => {
    const session = {
      userId: '@a:b',
      deviceId: 'D',
      homeserverUrl: 'https://b',
      displayName: null,
      avatarUrl: null,
    };
    const state = applyPatches({ ...initialState, theme: 'dark', openRoomId: '!a' }, [
      { type: 'session', state: { status: 'signedIn', session } },
      rooms(room('!a')),
      { type: 'forget' },
      { type: 'session', state: { status: 'signedOut', reason: 'user' } },
    ]);
    expect(state).toMatchObject({ rooms: {}, hasRooms: false, openRoomId: null, theme: 'dark' });
    expect(selectOwnUserId(state)).toBeNull();
  });
});

describe('an own message on its way to the engine', () => {
  const timeline: TimelineSnapshot = {
    timelineId: '!a',
    items: [messageItem('1')],
    backwards: 'end',
    forwards: 'end',
    ownReadKey: null,
  };
  const opened = applyPatches(initialState, [{ type: 'timelineReset', timeline }]);
  const sent = { ...opened, fresh: addFresh(opened.fresh, '!a', messageItem('mine')) };

  it('stands at the end at once, and once', () => {
    const shown = selectTimeline(sent, '!a');
    expect(shown?.order).toEqual(['1', 'mine']);
    expect(selectTimeline(sent, '!a')).toBe(shown);
    const known = applyPatches(sent, [
      {
        type: 'timelineReset',
        timeline: { ...timeline, items: [messageItem('1'), messageItem('mine')] },
      },
    ]);
    expect(selectTimeline(known, '!a')?.order).toEqual(['1', 'mine']);
  });

  it('is not shown among old messages, nor once the engine has it', () => {
    const old = applyPatches(sent, [
      { type: 'timelineReset', timeline: { ...timeline, forwards: 'idle' } },
    ]);
    expect(selectTimeline(old, '!a')?.order).toEqual(['1']);
    const over = { ...sent, fresh: dropFresh(sent.fresh, '!a', 'mine') };
    expect(selectTimeline(over, '!a')).toBe(selectTimeline(opened, '!a'));
  });
});
