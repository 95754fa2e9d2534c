/** The projections, over the SDK's own rooms and events. */
import { createClient, MatrixEvent, type Room, Room as SdkRoom } from 'matrix-js-sdk';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MessageItem } from '@/matrix/types';
import type { OutboxEntry } from '../outbox';
import { projectContent } from './content';
import { Quotes } from './quotes';
import { collectThreads, Overlay, relationOf } from './relations';
import { neutralRoomName } from './room-name';
import { projectService } from './service';
import { pinnedIds, projectSummary } from './summary';
import { type Echoes, echoItems } from './echoes';
import { ItemCache, projectTimeline } from './timeline';

const me = '@me:hs';
const ben = '@ben:hs';
let count = 0;

function event(fields: Record<string, unknown>): MatrixEvent {
  count += 1;
  return new MatrixEvent({
    event_id: `$${count}`,
    room_id: '!r',
    sender: ben,
    type: 'm.room.message',
    origin_server_ts: 1000 + count,
    content: {},
    ...fields,
  });
}

const text = (body: unknown, fields: Record<string, unknown> = {}) =>
  event({ content: { msgtype: 'm.text', body }, ...fields });

const member = (userId: string, membership: string, fields: Record<string, unknown> = {}) =>
  event({
    type: 'm.room.member',
    sender: userId,
    state_key: userId,
    content: { membership, displayname: userId.slice(1, -3) },
    ...fields,
  });

describe('projectContent', () => {
  it('reads text, and HTML only where the format says so', () => {
    expect(projectContent(text('hi'))).toEqual({ kind: 'text', body: 'hi', formattedBody: null });
    const html = { msgtype: 'm.notice', body: 'hi', formatted_body: '<b>hi</b>' };
    expect(projectContent(event({ content: html }))).toMatchObject({ formattedBody: null });
    const content = { ...html, format: 'org.matrix.custom.html' };
    expect(projectContent(event({ content }))).toEqual({
      kind: 'notice',
      body: 'hi',
      formattedBody: '<b>hi</b>',
    });
  });

  it.each([undefined, null, 7, { a: 1 }, ['x']])('survives the body %j', (body) => {
    expect(projectContent(text(body))).toMatchObject({ kind: 'unsupported', body: '' });
  });

  it('falls back to the words of the sender for kinds it does not know', () => {
    // A picture without an address is none.
    expect(projectContent(event({ content: { msgtype: 'm.image', body: 'cat.png' } }))).toEqual({
      kind: 'unsupported',
      eventType: 'm.room.message',
      msgtype: 'm.image',
      body: 'cat.png',
    });
    expect(projectContent(event({ type: 'org.example.x', content: { body: 'x' } }))).toMatchObject({
      kind: 'unsupported',
      eventType: 'org.example.x',
    });
    expect(projectContent(event({ type: 'm.reaction', content: {} }))).toBeNull();
  });

  it('shows what is deleted and what cannot be read as such', () => {
    const redacted = text('gone', { unsigned: { redacted_because: { sender: ben, content: {} } } });
    expect(projectContent(redacted)).toEqual({ kind: 'deleted' });
    expect(projectContent(event({ type: 'm.room.encrypted' }))).toEqual({
      kind: 'undecryptable',
      reason: 'waiting',
    });
  });

  it('leaves edits to the message that they change', () => {
    const relation = { rel_type: 'm.replace', event_id: '$1' };
    const content = { msgtype: 'm.text', body: '* x', 'm.relates_to': relation };
    expect(projectContent(event({ content }))).toBeNull();
  });
});

describe('projectService', () => {
  const change = (before: string | undefined, after: string, sender = ben) =>
    projectService(
      member(ben, after, {
        sender,
        ...(before && { unsigned: { prev_content: { membership: before } } }),
      }),
      '@creator:hs',
    )?.type;

  it.each([
    [undefined, 'join', ben, 'joined'],
    ['invite', 'join', ben, 'joined'],
    [undefined, 'invite', me, 'invited'],
    [undefined, 'knock', ben, 'knocked'],
    ['join', 'leave', ben, 'left'],
    ['join', 'leave', me, 'kicked'],
    ['invite', 'leave', ben, 'rejectedInvite'],
    ['invite', 'leave', me, 'withdrewInvite'],
    ['join', 'ban', me, 'banned'],
    ['ban', 'leave', me, 'unbanned'],
    [undefined, 'nonsense', ben, undefined],
  ])('from %s to %s by %s: %s', (before, after, sender, type) => {
    expect(change(before, after, sender)).toBe(type);
  });

  it('tells what was set up from what was changed', () => {
    const name = (fields: Record<string, unknown>) =>
      projectService(
        event({ type: 'm.room.name', state_key: '', content: { name: 'N' }, ...fields }),
        ben,
      );
    expect(name({})).toBeNull();
    expect(name({ unsigned: { prev_content: { name: 'O' } } })).toEqual({
      type: 'renamedRoom',
      name: 'N',
    });
  });

  it('tells a new name from a new picture', () => {
    const profile = (content: object) =>
      projectService(
        member(ben, 'join', {
          content: { membership: 'join', ...content },
          unsigned: { prev_content: { membership: 'join', displayname: 'Ben' } },
        }),
        null,
      );
    expect(profile({ displayname: 'B' })).toEqual({ type: 'renamedSelf', from: 'Ben', to: 'B' });
    expect(profile({ displayname: 'Ben', avatar_url: 'mxc://a' })).toEqual({
      type: 'changedOwnAvatar',
    });
    expect(profile({ displayname: 'Ben' })).toBeNull();
  });
});

describe('neutralRoomName', () => {
  const generated = (names: string[], count: number) =>
    neutralRoomName({ type: 1 as never, names, count });

  it('needs no words', () => {
    expect(generated(['Anna'], 1)).toBe('Anna');
    expect(generated(['Anna', 'Ben'], 2)).toBe('Anna, Ben');
    expect(generated(['A', 'B', 'C', 'D', 'E'], 20)).toBe('A, B, C +17');
  });
});

describe('a room', () => {
  let room: Room;
  let cache: ItemCache;
  let quotes: Quotes;
  const none: Echoes = {
    acknowledged: [],
    outbox: [],
    txnIds: new Map(),
    overlay: new Overlay([]),
    gone: new Set(),
  };

  const entry = (txnId: string): OutboxEntry => ({
    txnId,
    roomId: '!r',
    sequence: 1,
    ts: 5000,
    eventType: 'm.room.message',
    content: {},
    preview: { kind: 'text', body: txnId, formattedBody: null },
    uploads: [],
    progress: null,
    state: 'queued',
    error: null,
  });

  const add = (...events: MatrixEvent[]) => room.addLiveEvents(events, { addToState: true });
  const read = (eventId: string, userId: string) =>
    room.addReceipt(
      event({ type: 'm.receipt', content: { [eventId]: { 'm.read': { [userId]: { ts: 1 } } } } }),
    );
  const timeline = (echoes = none) => {
    const events = room.getLiveTimeline().getEvents();
    const pinned = new Set(pinnedIds(room));
    const threads = collectThreads(events);
    const noteKeys = vi.fn();
    const around = { room, userId: me, echoes, quotes, threads, pinned, noteKeys };
    const isShown = (shown: MatrixEvent) => relationOf(shown).type !== 'm.thread';
    const { items, ownReadKey } = projectTimeline(around, events, isShown, cache);
    return { items: [...items, ...echoItems(room, me, echoes, quotes)], ownReadKey };
  };
  const newest = (echoes = none) => timeline(echoes).items.at(-1) as MessageItem;
  const deliveries = () =>
    timeline().items.flatMap((item) => (item.kind === 'message' ? item.delivery : []));

  beforeEach(async () => {
    count = 0;
    const client = createClient({
      baseUrl: 'https://hs',
      userId: me,
      roomNameGenerator: (_id, state) => neutralRoomName(state),
    });
    room = new SdkRoom('!r', client, me);
    room.updateMyMembership('join');
    cache = new ItemCache();
    quotes = new Quotes(async () => text('from the server', { event_id: '$old' }), vi.fn());
    await add(
      event({ type: 'm.room.create', state_key: '', sender: me, content: { room_version: '11' } }),
      member(me, 'join'),
      member(ben, 'join'),
    );
  });

  it('is told from its beginning', async () => {
    await add(text('hi'));
    const { items } = timeline();
    expect(items.map((item) => (item.kind === 'service' ? item.action.type : item.kind))).toEqual([
      'created',
      'joined',
      'message',
    ]);
  });

  it('ticks own messages as read only by a real receipt or an answer', async () => {
    await add(text('1', { sender: me, event_id: '$a' }), text('2', { sender: me, event_id: '$b' }));
    expect(deliveries()).toEqual(['sent', 'sent']);
    read('$a', ben);
    expect(deliveries()).toEqual(['read', 'sent']);
    await add(text('answer'));
    expect(deliveries()).toEqual(['read', 'read', 'sent']);
  });

  it('does not take joining for reading', async () => {
    await add(text('1', { sender: me }), member('@carl:hs', 'join'));
    expect(deliveries()).toEqual(['sent']);
  });

  it('puts what is on its way at the end, and does not show it twice', async () => {
    const acknowledged = [{ entry: entry('t1'), eventId: '$own' }];
    const echoes: Echoes = {
      ...none,
      acknowledged,
      outbox: [entry('t2')],
      txnIds: new Map([['$own', 't1']]),
    };
    const keys = () =>
      timeline(echoes)
        .items.slice(-2)
        .map((item) => item.key);
    expect(keys()).toEqual(['t1', 't2']);
    await add(text('t1', { sender: me, event_id: '$own' }));
    expect(keys()).toEqual(['t1', 't2']);
    expect(timeline(echoes).items.filter((item) => item.key === 't1')).toHaveLength(1);
  });

  it('does not show twice what sync brings before the request is answered', async () => {
    const unsigned = { transaction_id: 't1' };
    await add(text('t1', { sender: me, event_id: '$own', unsigned }));
    const { items } = timeline({ ...none, outbox: [{ ...entry('t1'), state: 'sending' }] });
    expect(items.filter((item) => item.key === 't1')).toHaveLength(1);
  });

  it('hands out the same items until something of them changes', async () => {
    await add(text('1', { sender: me, event_id: '$a' }), text('2', { event_id: '$b' }));
    const before = timeline().items;
    const content = {
      msgtype: 'm.text',
      body: '* 2 edited',
      'm.new_content': { msgtype: 'm.text', body: '2 edited' },
      'm.relates_to': { rel_type: 'm.replace', event_id: '$b' },
    };
    await add(event({ content }));
    const after = timeline().items;
    expect(after.at(-2)).toBe(before.at(-2));
    expect(after.at(-1)).toMatchObject({ isEdited: true, content: { body: '2 edited' } });
  });

  it('knows how far we have read', async () => {
    await add(text('1', { event_id: '$a' }), text('2', { event_id: '$b' }));
    read('$a', me);
    expect(timeline().ownReadKey).toBe('$a');
  });

  it('becomes a row', async () => {
    await add(text('a\n\n  long   story'));
    const summary = projectSummary(room, me, null, none, false);
    expect(summary).toMatchObject({
      membership: 'join',
      // The server has counted nothing, but here is something that nobody has read.
      unreadCount: 1,
      lastMessage: { senderName: 'ben', content: { body: 'a long story' }, isOwn: false },
    });
    expect(summary?.activityTs).toBe(summary?.lastMessage?.ts);
  });

  it('has no unread count once it is read to the end, whatever the server counted', async () => {
    await add(text('1', { event_id: '$a' }));
    room.setUnreadNotificationCount('total' as never, 3);
    expect(projectSummary(room, me, null, none, false)?.unreadCount).toBe(3);
    read('$a', me);
    expect(projectSummary(room, me, null, none, false)?.unreadCount).toBe(0);
  });

  it('counts what is loaded where the server counted nothing, also once the chat is no longer muted', async () => {
    await add(text('1', { event_id: '$a' }), text('2', { event_id: '$b' }));
    room.setUnreadNotificationCount('total' as never, 0);
    read('$a', me);
    expect(projectSummary(room, me, null, none, true)?.unreadCount).toBe(1);
    expect(projectSummary(room, me, null, none, false)?.unreadCount).toBe(1);
  });

  it('is not lifted by a change of name', async () => {
    await add(text('last', { origin_server_ts: 10 }));
    const unsigned = { prev_content: { membership: 'join', displayname: 'ben' } };
    await add(member(ben, 'join', { content: { membership: 'join', displayname: 'B' }, unsigned }));
    expect(projectSummary(room, me, null, none, false)?.activityTs).toBe(10);
  });

  const react = (key: string, target: string, fields: Record<string, unknown> = {}) =>
    event({
      type: 'm.reaction',
      content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: target, key } },
      ...fields,
    });
  const waiting = (content: Record<string, unknown>, eventType = 'm.room.message') => {
    const overlay = new Overlay([
      { ...entry(JSON.stringify(content)), eventType, content, preview: null },
    ]);
    return { ...none, overlay };
  };

  it('gathers reactions in the order of their first use, one for each person', async () => {
    await add(text('1', { event_id: '$a' }));
    await add(react('👍', '$a'), react('🎉', '$a', { sender: me }), react('👍', '$a'));
    await add(react('🎉', '$a'));
    expect(newest().reactions).toMatchObject([
      { key: '👍', count: 1, isOwn: false, first: [{ name: 'ben' }] },
      { key: '🎉', count: 2, isOwn: true },
    ]);
  });

  it('shows an own reaction, edit or vote while it is on its way', async () => {
    await add(text('1', { event_id: '$a', sender: me }));
    const relation = { rel_type: 'm.annotation', event_id: '$a', key: '👍' };
    const reacting = waiting({ 'm.relates_to': relation }, 'm.reaction');
    expect(newest(reacting).reactions).toMatchObject([{ key: '👍', isOwn: true }]);
    const editing = waiting({
      body: '* 2',
      'm.new_content': { msgtype: 'm.text', body: '2' },
      'm.relates_to': { rel_type: 'm.replace', event_id: '$a' },
    });
    expect(newest(editing)).toMatchObject({ content: { body: '2' }, isEdited: true });
    expect(newest()).toMatchObject({ content: { body: '1' }, isEdited: false });
  });

  it('quotes what is answered, and leaves out what old clients repeat of it', async () => {
    const reply = (target: string, body: string) =>
      text(body, {
        content: {
          msgtype: 'm.text',
          body,
          'm.relates_to': { 'm.in_reply_to': { event_id: target } },
        },
      });
    await add(text('1', { event_id: '$a' }), reply('$a', '> <@ben:hs> 1\n\nindeed'));
    expect(newest()).toMatchObject({
      content: { body: 'indeed' },
      reply: { state: 'loaded', sender: { name: 'ben' }, content: { body: '1' } },
    });
    await add(reply('$old', 'that was long ago'));
    expect(newest().reply?.state).toBe('loading');
    await vi.waitFor(() =>
      expect(newest().reply?.content).toMatchObject({ body: 'from the server' }),
    );
  });

  it('counts a thread at its beginning and shows its answers there only', async () => {
    const answer = (body: string) =>
      event({
        content: {
          msgtype: 'm.text',
          body,
          'm.relates_to': { rel_type: 'm.thread', event_id: '$a' },
        },
      });
    await add(text('1', { event_id: '$a' }), answer('x'), answer('y'));
    expect(newest()).toMatchObject({
      eventId: '$a',
      thread: { count: 2, people: [{ userId: ben }] },
    });
  });

  it('lets go of what is deleted', async () => {
    await add(text('1'), text('2', { event_id: '$b' }));
    expect(newest({ ...none, gone: new Set(['$b']) })).toMatchObject({ content: { body: '1' } });
    await add(event({ type: 'm.room.redaction', redacts: '$b', content: { redacts: '$b' } }));
    expect(newest()).toMatchObject({ content: { body: '1' } });
  });

  it('counts the last vote of each person up to the end of a poll', async () => {
    const name = 'org.matrix.msc3381.poll';
    const words = (body: string) => ({ 'org.matrix.msc1767.text': body });
    const start = {
      question: words('Tea?'),
      kind: `${name}.disclosed`,
      max_selections: 1,
      answers: ['yes', 'no'].map((id) => ({ id, ...words(id) })),
    };
    const vote = (answers: string[], fields: Record<string, unknown> = {}) =>
      event({
        type: `${name}.response`,
        content: {
          'm.relates_to': { rel_type: 'm.reference', event_id: '$poll' },
          [`${name}.response`]: { answers },
        },
        ...fields,
      });
    await add(
      event({ type: `${name}.start`, event_id: '$poll', content: { [`${name}.start`]: start } }),
    );
    await add(
      vote(['yes']),
      vote(['yes', 'no'], { sender: me }),
      vote(['no']),
      vote(['x'], { sender: '@c:hs' }),
    );
    expect(newest().content).toMatchObject({
      question: 'Tea?',
      voters: 2,
      options: [
        { id: 'yes', votes: 1, isOwn: true },
        { id: 'no', votes: 1, isOwn: false },
      ],
    });
    const relation = { 'm.relates_to': { rel_type: 'm.reference', event_id: '$poll' } };
    await add(event({ type: `${name}.end`, content: relation }), vote(['yes']));
    expect(newest().content).toMatchObject({
      isClosed: true,
      options: [{ votes: 1 }, { votes: 1 }],
    });
  });

  it('leaves the list when we leave it', () => {
    room.updateMyMembership('leave');
    expect(projectSummary(room, me, null, none, false)).toBeNull();
  });
});
