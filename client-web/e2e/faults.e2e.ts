/**
 * A server that fails in every way at every start of the client, and events and settings that no client of good will writes:
 * never a blank screen, always words, and nothing lost that was typed.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { Api } from './api';
import { type Fault, FaultyProxy, refusal } from './faulty-proxy';
import { gather, meetInGroup } from './gathering';
import { password, Person } from './person';

const { server, browser, anna, ben } = await gather(['anna', 'ben']);
const proxy = await FaultyProxy.before(server.url);
afterAll(() => proxy.close());
/** These reach the server by the proxy: one who has not signed in, and one who has. */
const visitor = await Person.sitDown(browser, proxy.url, 'visitor');
const dora = await Person.sitDown(browser, proxy.url, 'dora');

const faults: readonly (readonly [string, Fault])[] = [
  ['that it is broken', refusal(500, { errcode: 'M_UNKNOWN', error: 'Internal server error' })],
  ['that one asks too often', refusal(429, { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 200 })],
  ['a page of what stands before it', { status: 502, type: 'text/html', body: '<h1>Oh no</h1>' }],
  ['a page as if all were well', { status: 200, type: 'text/html', body: '<h1>Welcome</h1>' }],
  ['half of something', { status: 200, type: 'application/json', body: '{"next_batch": "' }],
  ['something else', { status: 200, type: 'application/json', body: '["neither", 7, null]' }],
  ['nothing', 'cut'],
  ['never', 'silence'],
];

/** Until something that hangs is given up. */
const patienceMs = 60_000;

const interfaces = /^\/_matrix\//u;

/** The browser itself tells of requests that fail, as for pictures that are nowhere; of nothing else may be told. */
function complaintsOf({ complaints }: Person): string[] {
  return complaints.splice(0).filter((text) => !text.includes('Failed to load resource'));
}

describe.each(faults)('a server that answers %s', (_words, fault) => {
  it('leaves the form for signing in as it was filled, and says what happened', async () => {
    await visitor.page.goto(`${proxy.url}/login/`);
    await visitor.at('auth-username').fill('dora');
    await visitor.at('auth-password').fill(password);
    proxy.break(interfaces, fault);
    await visitor.at('auth-submit').click();
    const alert = visitor.page.getByRole('alert').filter({ hasText: /\w/u }).first();
    await alert.waitFor({ timeout: patienceMs });
    expect(await visitor.at('auth-username').inputValue()).toBe('dora');
    expect(await visitor.at('auth-password').inputValue()).toBe(password);
    await expect.poll(() => visitor.at('auth-submit').isEnabled()).toBe(true);
    proxy.heal();
    expect(complaintsOf(visitor)).toEqual([]);
  });

  it('is waited for by who has just signed in', async () => {
    const person = await Person.sitDown(browser, proxy.url, `new-${faultName(fault)}`);
    await Api.register(server.url, person.username, password);
    await person.page.goto(`${proxy.url}/login/`);
    await person.at('auth-username').fill(person.username);
    await person.at('auth-password').fill(password);
    proxy.break(/\/sync\b|\/filter|\/pushrules|\/keys\//u, fault);
    await person.at('auth-submit').click();
    await person.at('main-menu').waitFor();
    await person.at('connection-bar').getByText(/\w/u).waitFor();
    proxy.heal();
    await person.at('chat-list-empty').waitFor({ timeout: patienceMs });
    await person.isOnline();
    expect(complaintsOf(person)).toEqual([]);
    await person.context.close();
  });

  it('keeps nobody from reading what they have, or from writing', async () => {
    if (!(await dora.at('composer').isVisible())) await beginChat(dora);
    const text = `written while ${faultName(fault)}`;
    proxy.break(interfaces, fault);
    await dora.page.reload();
    await dora.sees('before all this');
    await dora.at('connection-bar').getByText(/\w/u).waitFor();
    const losses = await dora.watchOver(text);
    await dora.send(text);
    // It waits in the chat, or, where it could not even be written down, in the field.
    const isInField = async () => (await dora.at('composer').inputValue()) === text;
    const isKept = async () => (await dora.message(text).count()) > 0 || (await isInField());
    await expect.poll(isKept).toBe(true);
    proxy.heal();
    await dora.isOnline();
    if (await isInField()) await dora.at('composer').press('Enter');
    await expect
      .poll(() => dora.message(text).first().getAttribute('data-state'))
      .toMatch(/^(?:sent|read)$/u);
    expect(await dora.message(text).count()).toBe(1);
    expect(await losses()).toBe(0);
    expect(complaintsOf(dora)).toEqual([]);
  });

  it('takes nothing off the screen that was there before', async () => {
    const sent = `sent before ${faultName(fault)}`;
    const losses = await dora.watchOver(sent);
    await dora.send(sent);
    await dora.seesState(sent, 'sent');
    expect(await losses()).toBe(0);
    // At once: what came last is in no store but our own yet.
    proxy.break(interfaces, fault);
    await dora.page.reload();
    await dora.sees(sent);
    const lossesOfSent = await dora.watchOver(sent);
    const queued = `queued for ${faultName(fault)}`;
    await dora.send(queued);
    await dora.sees(queued);
    await dora.at('connection-bar').getByText(/\w/u).waitFor();
    expect(await lossesOfSent()).toBe(0);
    await dora.page.reload();
    await dora.sees(queued);
    const lossesOfQueued = await dora.watchOver(queued);
    proxy.heal();
    await dora.seesState(queued, 'sent');
    await dora.isOnline();
    await dora.seesInOrder([sent, queued]);
    expect(await dora.message(queued).count()).toBe(1);
    expect(await lossesOfQueued()).toBe(0);
    expect(complaintsOf(dora)).toEqual([]);
  });
});

/** Somebody who has written to themselves. */
async function beginChat(person: Person): Promise<void> {
  await Api.register(server.url, person.username, password);
  await person.signIn();
  await person.openMenu('menu-saved');
  await person.at('composer').waitFor();
  await person.send('before all this');
  await person.seesState('before all this', 'sent');
}

function faultName(fault: Fault): string {
  const name = typeof fault === 'string' ? fault : `${fault.status}${fault.type}${fault.body}`;
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '')
    .slice(0, 40);
}

describe('what no client of good will writes', () => {
  const towers = `Z${'\u0335\u0321\u0327'.repeat(400)}algo`;
  const backwards = '\u202Egnp.exe\u202C \u2066left open';
  const huge = 'deep water '.repeat(5_400);
  const picture = (info: unknown) => ({
    msgtype: 'm.image',
    body: 'picture.png',
    url: 'mxc://localhost/nothing',
    info,
  });
  const answer = (relation: unknown) => ({
    msgtype: 'm.text',
    body: 'words',
    'm.relates_to': relation,
  });
  const messages: readonly (readonly [type: string, content: unknown])[] = [
    ...[towers, backwards, huge, '', ' \n ', '\u0000', '\uD800', '#'.repeat(3_000)].map(
      (body) => ['m.room.message', { msgtype: 'm.text', body }] as const,
    ),
    ...[
      null,
      'none',
      [],
      { w: -1, h: -1 },
      { w: 0, h: 0 },
      { w: 1e9, h: 1 },
      { w: 1, h: 1_000_000_000 },
      { w: 'wide', h: {} },
      { w: 10, h: 10, thumbnail_url: 7, thumbnail_info: 'x', size: -5, mimetype: [] },
      { 'xyz.amorgan.blurhash': 'not one', w: 50, h: 50 },
    ].map((info) => ['m.room.message', picture(info)] as const),
    ...[
      7,
      {},
      { rel_type: 'm.replace' },
      { rel_type: 'm.replace', event_id: '$none' },
      { rel_type: 'm.thread', event_id: {} },
      { 'm.in_reply_to': 'none' },
      { 'm.in_reply_to': { event_id: ['a'] } },
    ].map((relation) => ['m.room.message', answer(relation)] as const),
    ['m.room.message', { msgtype: 'm.file', body: 7, url: 'https://example.org/x' }],
    ['m.room.message', { msgtype: 'm.audio', body: 'x', url: 'mxc://', info: { duration: -1 } }],
    ['m.room.message', { msgtype: 'm.video', body: 'x', file: { url: 5, key: 'x', iv: null } }],
    ['m.room.message', { msgtype: 'm.location', body: 'x', geo_uri: 'geo:north,pole;u=x' }],
    ['m.room.message', { msgtype: '__proto__', body: 'x' }],
    ['m.room.message', { msgtype: 'm.text', body: 'x', 'm.mentions': { user_ids: 'all' } }],
    ['m.sticker', { body: {}, url: 'javascript:alert(1)' }],
    ['m.reaction', { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$x', key: towers } }],
    ['org.matrix.msc3381.poll.start', { 'org.matrix.msc3381.poll.start': { answers: 'many' } }],
    ['m.call.invite', { call_id: {}, version: 'x', offer: 'none', lifetime: 'long' }],
    ['m.room.encrypted', {}],
    ['__proto__', { toString: 'x' }],
  ];
  const states: readonly (readonly [type: string, content: unknown])[] = [
    ['m.room.topic', { topic: { deep: true } }],
    ['m.room.avatar', { url: 7, info: [] }],
    ['m.room.pinned_events', { pinned: 'everything' }],
    ['m.room.canonical_alias', { alias: null, alt_aliases: 'x' }],
    ['m.room.tombstone', { replacement_room: 7 }],
    ['m.space.child', { via: 'x', order: 7 }],
    ['im.ponies.room_emotes', { images: 'x', pack: [] }],
    ['org.heliograph.kind', { kind: { of: 'none' } }],
    ['m.room.name', { name: towers + backwards }],
  ];
  const accountData: readonly (readonly [type: string, content: unknown])[] = [
    ['m.direct', { '@nobody:localhost': 'x', nonsense: [7, null], [towers]: [] }],
    ['m.ignored_user_list', { ignored_users: [] }],
    ['im.ponies.user_emotes', { images: { a: 7, b: { url: null } } }],
    ['org.heliograph.folders', { folders: 'x' }],
    ['org.heliograph.contacts', { people: { a: 1 } }],
    ['m.recent_emoji', { recent_emoji: 'x' }],
  ];

  it('is shown in some way, and what comes after it as ever', async () => {
    await meetInGroup('Harbour', anna, ben);
    const api = await Api.signIn(server.url, ben.username, password);
    const host = await Api.signIn(server.url, anna.username, password);
    const roomId = await anna.openRoomId();
    for (const [type, content] of messages) {
      // A server that refuses it does as well.
      await api.sendEvent(roomId, type, content).catch(() => undefined);
    }
    await api.send(roomId, ['after all of that']);
    await anna.sees('after all of that');
    for (const [type, content] of states) {
      await host.setState(roomId, type, content).catch(() => undefined);
    }
    await api.call('PUT', `/profile/@${ben.username}:localhost/displayname`, {
      displayname: backwards + towers.slice(0, 200),
    });
    await api.send(roomId, ['and of this']);
    await anna.sees('and of this');
    await anna.at('timeline').evaluate((view) => view.scrollTo(0, 0));
    await looksWhole(anna);
    await anna.at('room-info').click();
    await anna.at('info-panel').waitFor();
    await looksWhole(anna);
    expect([anna, ben].flatMap(complaintsOf)).toEqual([]);
  });

  it('about the account is done without, also by the next start', async () => {
    const api = await Api.signIn(server.url, anna.username, password);
    const own = encodeURIComponent(`@${anna.username}:localhost`);
    const roomId = encodeURIComponent(await anna.openRoomId());
    for (const [type, content] of accountData) {
      await api.call('PUT', `/user/${own}/account_data/${type}`, content).catch(() => undefined);
    }
    for (const [type, content] of [
      ['m.tag', { tags: { 'm.favourite': 'x', 'm.lowpriority': null } }],
      ['m.fully_read', { event_id: 7 }],
      ['m.marked_unread', { unread: 'yes' }],
    ] as const) {
      await api
        .call('PUT', `/user/${own}/rooms/${roomId}/account_data/${type}`, content)
        .catch(() => undefined);
    }
    await anna.page.reload();
    await anna.sees('and of this');
    await looksWhole(anna);
    for (const panel of ['folders', 'contacts', 'archive', 'settings/privacy']) {
      await anna.page.goto(`${server.url}/#/?panel=${panel}`);
      await anna
        .at(`${panel.split('/').at(-1)}-${panel.includes('/') ? 'page' : 'panel'}`)
        .waitFor();
      await looksWhole(anna);
    }
    expect([anna, ben].flatMap(complaintsOf)).toEqual([]);
  });

  async function looksWhole(person: Person): Promise<void> {
    expect(await person.page.getByText('Something went wrong').count()).toBe(0);
    const wider = () =>
      person.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await wider()).toBeLessThanOrEqual(0);
  }
});
