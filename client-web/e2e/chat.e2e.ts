/** Two people, then three, use the client at the same time. The tests build on each other, in order. */
import { describe, expect, it } from 'vitest';
import { Api } from './api';
import { FaultyProxy, refusal } from './faulty-proxy';
import { gather } from './gathering';
import { password, Person } from './person';

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix} ${index + 1}`);

const { server, browser, anna, ben, carla } = await gather(['anna', 'ben', 'carla']);

/** What the browser has written down of what is not sent yet. */
const keptDrafts = (person: Person) =>
  person.page.evaluate(
    (name) =>
      new Promise<string[]>((done, failed) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const { result } = opening;
          const reading = result.transaction('drafts').objectStore('drafts').getAll();
          reading.onsuccess = () => {
            result.close();
            done(reading.result as string[]);
          };
        };
      }),
    `heliograph-account:@${person.username}:localhost`,
  );

describe('a private chat', () => {
  it('begins with two people signing up and one writing to the other', async () => {
    await Promise.all([anna.signUp(), ben.signUp()]);
    await anna.startPrivateChat(ben);
    await anna.send('Hello Ben');
    await anna.seesState('Hello Ben', 'sent');
    await ben.acceptInvite(anna.username);
    await ben.openChat(anna.username);
    await ben.sees('Hello Ben');
  });

  it('goes both ways without reload, with ticks', async () => {
    await ben.send('Hello Anna');
    await anna.sees('Hello Anna');
    await anna.seesState('Hello Ben', 'read');
    await ben.seesState('Hello Anna', 'read');
  });

  it('shows who is typing, in the chat and in the list', async () => {
    await anna.type('half a thought');
    await ben.at('typing-indicator').waitFor();
    await ben.at('chat-row-typing').waitFor();
    await anna.at('composer').fill('');
    await expect.poll(() => ben.at('typing-indicator').count()).toBe(0);
  });

  it('keeps the order of messages sent quickly', async () => {
    const texts = numbered('quick', 8);
    for (const text of texts) await anna.send(text);
    await anna.seesInOrder(texts);
    await ben.seesInOrder(texts);
    await anna.seesState('quick 8', 'read');
  });

  it('breaks lines with Shift+Enter', async () => {
    await anna.type('first line');
    await anna.at('composer').press('Shift+Enter');
    await anna.type('second line');
    await anna.at('composer').press('Enter');
    await ben.seesInOrder(['first line\nsecond line']);
    await expect.poll(() => anna.at('message').last().getAttribute('data-state')).toBe('read');
  });

  it('counts what is unread until it is read', async () => {
    await ben.page.goto(`${server.url}/#/`);
    await anna.send('are you there?');
    const badge = ben.row(anna.username).getByTestId('unread-badge');
    await expect.poll(() => badge.innerText()).toContain('1 unread message');
    await ben.openChat(anna.username);
    await ben.sees('are you there?');
    await expect.poll(() => badge.count()).toBe(0);
    await anna.seesState('are you there?', 'read');
  });
});

describe('a reload', () => {
  it('paints the list and the history again, and a draft', async () => {
    await anna.type('to be continued');
    await expect.poll(() => anna.at('composer').inputValue()).toBe('to be continued');
    await expect.poll(() => keptDrafts(anna)).toContain('to be continued');
    await anna.page.reload();
    await anna.sees('are you there?');
    await expect.poll(() => anna.at('composer').inputValue()).toBe('to be continued');
    await anna.at('composer').fill('');
  });

  it('shares one engine between tabs', async () => {
    const tab = await anna.context.newPage();
    anna.watch(tab);
    await tab.goto(anna.page.url());
    await tab.getByTestId('composer').fill('from the other tab');
    await tab.getByTestId('composer').press('Enter');
    await anna.sees('from the other tab');
    await ben.sees('from the other tab');
    await tab.close();
  });
});

describe('a restart of the server', () => {
  const queued = numbered('written while the server was down', 3);

  it('is told, and what is written meanwhile waits in order', async () => {
    await server.kill();
    await anna.at('connection-bar').waitFor();
    for (const text of queued) await anna.send(text);
    await anna.seesInOrder(queued);
    for (const text of queued) await anna.seesState(text, 'queued');
  });

  it('ends with everything sent once, in order, without a reload', async () => {
    await server.restart();
    await anna.isOnline();
    await ben.isOnline();
    await ben.seesInOrder(queued);
    for (const text of queued) expect(await ben.message(text).count()).toBe(1);
    await anna.seesState(queued[2] ?? '', 'read');
  });

  it('lost nothing', async () => {
    await ben.page.reload();
    await ben.seesInOrder(queued);
    await ben.send('still here');
    await anna.sees('still here');
  });
});

describe('history', () => {
  it('is loaded on scrolling up, back to the beginning', async () => {
    const api = await Api.signIn(server.url, anna.username, password);
    await api.send(await anna.openRoomId(), numbered('line', 120));
    await ben.sees('line 120');
    const key = await ben.setUpRecovery();
    await ben.signOut();
    await ben.signIn();
    await ben.unlock(key);
    await ben.isTrusted();
    await ben.openChat(anna.username);
    await ben.sees('line 120');
    expect(await ben.message('Hello Ben').count()).toBe(0);
    const timeline = ben.at('timeline');
    await timeline.hover();
    await expect
      .poll(
        async () => {
          await ben.page.mouse.wheel(0, -2_000);
          return ben.message('Hello Ben').count();
        },
        { timeout: 60_000, interval: 150 },
      )
      .toBe(1);
  });
});

describe('a group', () => {
  it('brings three people together', async () => {
    await carla.signUp();
    await anna.startGroup('Lighthouse', [ben, carla]);
    await anna.send('Welcome everybody');
    for (const person of [ben, carla]) {
      await person.acceptInvite('Lighthouse');
      await person.openChat('Lighthouse');
      await person.sees('Welcome everybody');
    }
    await carla.send('Thanks for having me');
    await anna.sees('Thanks for having me');
    await ben.sees('Thanks for having me');
  });
});

describe('events that no client of good will sends', () => {
  const html = (formatted_body: string) => ({
    msgtype: 'm.text',
    body: 'plain words',
    format: 'org.matrix.custom.html',
    formatted_body,
  });

  it.each([
    ['m.room.message', {}],
    ['m.room.message', { msgtype: 7, body: { not: 'text' } }],
    ['m.room.message', { msgtype: 'm.text', body: ['a', 'list'] }],
    ['m.room.message', { msgtype: 'm.image', body: 'no picture' }],
    ['m.room.message', html('<img src=x onerror="document.title=\'owned\'"><script>1</script>')],
    ['m.room.message', { msgtype: 'm.text', body: '\u202Eright to left \u0301\u0301\u0301' }],
    ['m.room.message', { msgtype: 'm.text', body: 'long '.repeat(12_000) }],
    ['m.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'x' }],
    ['m.reaction', { 'm.relates_to': { rel_type: 'm.annotation', event_id: 'nonsense' } }],
    ['m.room.message', { msgtype: 'm.text', body: 'x', 'm.relates_to': 'nonsense' }],
    ['org.example.unknown', { body: 'told in words' }],
  ])('leave the client whole: %s %j', async (type, content) => {
    const api = await Api.signIn(server.url, carla.username, password);
    const roomId = await anna.openRoomId();
    // A server that refuses it does as well.
    await api.sendEvent(roomId, type, content).catch(() => undefined);
    const after = `after ${crypto.randomUUID()}`;
    await api.send(roomId, [after]);
    await anna.sees(after);
    expect(await anna.page.title()).not.toContain('owned');
  });
});

describe('a message that the server refuses', () => {
  it('is marked, can be tried again, and can be dropped', async () => {
    const proxy = await FaultyProxy.before(server.url);
    const dora = await Person.sitDown(browser, proxy.url, 'dora');
    await dora.signUp();
    await dora.startPrivateChat(anna);
    const refuse = () =>
      proxy.break(
        /\/send\/m\.room\.encrypted\//,
        refusal(403, { errcode: 'M_FORBIDDEN', error: 'No' }),
      );
    refuse();
    await dora.send('not welcome');
    await dora.send('waits behind it');
    await dora.seesState('not welcome', 'failed');
    await dora.seesState('waits behind it', 'queued');
    proxy.heal();
    await dora.message('not welcome').getByTestId('message-failed').click();
    await dora.at('message-retry').click();
    await dora.seesState('waits behind it', 'sent');
    await dora.seesInOrder(['not welcome', 'waits behind it']);
    refuse();
    await dora.send('never mind');
    await dora.seesState('never mind', 'failed');
    await dora.message('never mind').getByTestId('message-failed').click();
    await dora.at('message-discard').click();
    await expect.poll(() => dora.message('never mind').count()).toBe(0);
    expect(dora.complaints).toEqual([]);
    await dora.context.close();
    proxy.close();
  });
});

describe('a browser without shared workers', () => {
  it('has one engine all the same, which outlives the tab that runs it', async () => {
    const eva = await Person.sitDown(browser, server.url, 'eva', () => {
      Reflect.deleteProperty(window, 'SharedWorker');
    });
    await eva.signUp();
    await eva.startPrivateChat(anna);
    const leader = eva.page;
    const follower = await eva.context.newPage();
    eva.watch(follower);
    await follower.goto(leader.url());
    eva.turnTo(follower);
    await eva.send('from the following tab');
    await eva.seesState('from the following tab', 'sent');
    await leader.getByText('from the following tab', { exact: true }).first().waitFor();
    const losses = await eva.watchOver('from the following tab');
    await leader.close();
    await eva.send('from the tab that is left');
    await eva.seesState('from the tab that is left', 'sent');
    await eva.seesInOrder(['from the following tab', 'from the tab that is left']);
    expect(await losses()).toBe(0);
    expect(eva.complaints).toEqual([]);
    await eva.context.close();
  });
});

describe('signing out', () => {
  it('forgets everything on this device, in every tab', async () => {
    const tab = await carla.context.newPage();
    carla.watch(tab);
    await tab.goto(server.url);
    await tab.getByTestId('chat-row').first().waitFor();
    await carla.page.bringToFront();
    await carla.signOut();
    await tab.getByTestId('sign-in-form').waitFor();
    const databases = await carla.page.evaluate(async () =>
      (await indexedDB.databases()).map(({ name }) => name),
    );
    expect(databases).toEqual(['heliograph']);
  });

  it('says that a password is wrong', async () => {
    await carla.at('auth-username').fill(carla.username);
    await carla.at('auth-password').fill('not the password');
    await carla.at('auth-submit').click();
    await carla.page.getByText('The username or the password is wrong').waitFor();
  });

  it('is told when another device ended the session', async () => {
    await (await Api.signIn(server.url, ben.username, password)).signOutEverywhere();
    await ben.at('sign-in-form').waitFor();
    await ben.page.getByText('You were signed out.', { exact: false }).waitFor();
  });
});
