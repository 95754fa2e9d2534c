/** Pictures of what the left column can show, in both themes and three widths; each is accessible. */
import { describe, expect, it } from 'vitest';
import { gather } from './gathering';
import { password } from './person';
import { photograph } from './photograph';
import { setStage, type Stage } from './stage';

let stage: Stage;

const { server, browser, anna } = await gather(['anna']);

const goTo = async (panel: string, testId: string) => {
  await anna.page.goto(`${server.url}/#/${panel === '' ? '' : `?panel=${panel}`}`);
  await anna.at(testId).first().waitFor();
};

/** Chooses from a chat's menu, and waits until it has gone: a menu that is closing would be found beside the next. */
const choose = async (chat: string, ...items: string[]) => {
  await anna.row(chat).click({ button: 'right' });
  for (const item of items) await anna.at(item).click();
  await expect.poll(async () => anna.page.getByRole('menu').count()).toBe(0);
};

/** A menu does not survive a change of the window. */
const reopened = (open: () => Promise<unknown>) => async () => {
  await anna.page.keyboard.press('Escape');
  await anna.page.getByRole('menu').waitFor({ state: 'detached' });
  await open();
  await anna.page.getByRole('menu').first().waitFor();
};

describe('the screens', () => {
  it('for signing in and up', async () => {
    await anna.page.goto(`${server.url}/login/`);
    await anna.at('auth-submit').waitFor();
    await photograph(anna, 'sign-in');
    await anna.at('auth-username').fill('nobody');
    await anna.at('auth-password').fill('wrong password');
    await anna.at('auth-submit').click();
    await anna.page.getByRole('alert').filter({ hasText: /./u }).waitFor();
    // The browser itself tells of the refusal.
    anna.complaints.length = 0;
    await photograph(anna, 'sign-in-refused');
    await anna.page.goto(`${server.url}/register/`);
    await anna.at('auth-submit').waitFor();
    await photograph(anna, 'sign-up');
  });

  it('of an account without chats', async () => {
    await anna.signUp();
    await photograph(anna, 'empty');
    await anna.setUpRecovery();
  });

  it('of the list', async () => {
    stage = await setStage(server, browser, anna);
    const { cast, rooms } = stage;
    await anna.page.reload();
    await anna.row('Book circle').waitFor();
    await choose('Lighthouse keepers', 'chat-pin');
    await choose('Sunday sailing', 'chat-mute', 'chat-mute-forever');
    await choose('Jonas Weber', 'chat-archive');
    await anna.at('archive-row').waitFor();
    await cast.mei.sendEvent(rooms.keepers, 'm.room.message', {
      msgtype: 'm.text',
      body: 'Anna, could you bring the spare wick?',
      'm.mentions': { user_ids: [`@${anna.username}:localhost`] },
    });
    await anna.openChat('Book circle');
    await anna.type('I have not read the last chapter');
    await goTo('', 'chat-row');
    await anna.row('Lighthouse keepers').getByTestId('mention-badge').waitFor();
    await photograph(anna, 'list');
  });

  it('of folders', async () => {
    for (const [name, kind] of [
      ['Friends', 'direct'],
      ['Groups', 'group'],
    ]) {
      await goTo('folders', 'folders-panel');
      await anna.at('folder-new').click();
      await anna.at('folder-name').fill(name ?? '');
      await anna.at(`folder-kind-${kind}`).click();
      if (name === 'Groups') await photograph(anna, 'folder-editor');
      await anna.at('folder-save').click();
      await anna.at('folder-editor').waitFor({ state: 'detached' });
    }
    await photograph(anna, 'folders');
    await goTo('', 'folder-tabs');
    await anna.at('folder-tabs').getByRole('tab', { name: 'Groups' }).click();
    await photograph(anna, 'list-folder');
    await anna.at('folder-tabs').getByRole('tab', { name: 'All' }).click();
  });

  it('of menus', async () => {
    await photograph(
      anna,
      'menu-main',
      reopened(() => anna.at('main-menu').click()),
    );
    await photograph(
      anna,
      'menu-chat',
      reopened(() => anna.row('Mei Tanaka').click({ button: 'right' })),
    );
    await photograph(
      anna,
      'menu-new',
      reopened(() => anna.at('new-chat-button').click()),
    );
    await anna.page.keyboard.press('Escape');
  });

  it('of the search', async () => {
    await goTo('', 'chat-row');
    await anna.at('search-field').fill('li');
    await anna.at('search-chat').first().waitFor();
    await photograph(anna, 'search');
    await anna.at('search-field').fill('nowhere to be found');
    await anna.page.getByText('Nothing found').waitFor();
    await photograph(anna, 'search-nothing');
    const { cast, rooms } = stage;
    await cast.theo.sendEvent(rooms.keepers, 'm.room.message', {
      msgtype: 'm.file',
      body: 'tides-and-currents-2026.pdf',
      url: await cast.theo.upload(new Uint8Array(20_480), 'application/pdf'),
      info: { size: 2_400_000, mimetype: 'application/pdf' },
    });
    await cast.ingrid.send(rooms.ingrid, ['The huts: https://example.org/huts']);
    await anna.at('search-field').fill('');
    await photograph(anna, 'search-open');
    const tabs = anna.at('search-tabs');
    await tabs.getByRole('tab', { name: 'Media' }).click();
    await anna.at('across-picture').nth(3).waitFor();
    await photograph(anna, 'search-media');
    for (const name of ['Links', 'Files', 'Voice']) {
      await tabs.getByRole('tab', { name }).click();
      await anna.at('across-hit').first().waitFor();
      await photograph(anna, `search-${name.toLowerCase()}`);
    }
    await tabs.getByRole('tab', { name: 'Messages' }).click();
    await anna.at('search-field').fill('lamp');
    await anna.at('across-hit').first().waitFor();
    await photograph(anna, 'search-messages');
    await anna.at('search-close').click();
  });

  it('of new chats', async () => {
    await goTo('new-chat', 'new-chat-panel');
    await anna.at('people-search').fill('Zola');
    await anna.at('person-row').first().waitFor();
    await photograph(anna, 'new-chat');
    await goTo('new-group', 'new-group-panel');
    await anna.at('group-name').fill('Harbour festival');
    for (const name of ['Zola', 'Theo']) {
      await anna.at('people-search').fill(name);
      await anna.at('person-row').filter({ hasText: name }).first().click();
    }
    await photograph(anna, 'new-group');
    await goTo('new-channel', 'new-channel-panel');
    await anna.at('channel-name').fill('Tides');
    await anna.at('channel-public').click();
    await photograph(anna, 'new-channel');
    await goTo('join', 'join-panel');
    await photograph(anna, 'join');
  });

  it('of the archive and the contacts', async () => {
    await goTo('archive', 'archive-panel');
    await photograph(anna, 'archive');
    await goTo('contacts', 'contacts-panel');
    await photograph(anna, 'contacts-none');
    await stage.self.call(
      'PUT',
      `/user/${encodeURIComponent(`@${anna.username}:localhost`)}/account_data/org.heliograph.contacts`,
      {
        people: (['zola', 'mei'] as const).map((name) => ({
          userId: stage.userId(name),
          name: null,
        })),
      },
    );
    await anna.at('contact').first().waitFor();
    await photograph(anna, 'contacts');
  });

  it('of two accounts', async () => {
    await anna.page.goto(`${server.url}/register/#another`);
    await anna.at('auth-username').fill(`${anna.username}-work`);
    await anna.at('auth-password').fill(password);
    await anna.at('auth-submit').click();
    await anna.at('chat-list-empty').waitFor();
    await anna.at('strip-recovery').waitFor();
    await photograph(
      anna,
      'menu-accounts',
      reopened(() => anna.at('main-menu').click()),
    );
    await anna.at('account-row').click();
    await anna.row('Mei Tanaka').waitFor();
  });

  it('without a network', async () => {
    await anna.context.setOffline(true);
    await anna.at('connection-bar').waitFor();
    anna.complaints.length = 0;
    await photograph(anna, 'offline');
    const complaints = anna.complaints.filter((text) => !text.includes('ERR_INTERNET'));
    await anna.context.setOffline(false);
    anna.complaints.length = 0;
    anna.complaints.push(...complaints);
    await anna.isOnline();
  });
});
