/** Finding: words in a chat, also an encrypted one, and chats that one is not in. Two people. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Api } from './api';
import { accessibilityProblems } from './axe';
import { gather, meet } from './gathering';
import { password, type Person } from './person';
import { photograph } from './photograph';

const picture = join(import.meta.dirname, 'picture.png');

const { server, anna, ben } = await gather(['anna', 'ben']);

const hits = (person: Person) => person.at('chat-search-hit').allInnerTexts();

describe('a word', () => {
  it('is found in an encrypted chat', async () => {
    await meet(anna, ben);
    await anna.send('the lamp needs oil');
    await ben.sees('the lamp needs oil');
    await ben.send('I bring a lamp tomorrow');
    await anna.sees('I bring a lamp tomorrow');
    for (let number = 0; number < 4; number += 1) await anna.send('many gulls\n'.repeat(12));
    await anna.send('one gull');
    await anna.seesState('one gull', 'read');
    await anna.at('room-menu').click();
    await anna.at('room-menu-search').click();
    await anna.at('chat-search-field').fill('LAMP');
    await expect.poll(async () => (await hits(anna)).length).toBe(2);
    await photograph(anna, 'chat-search');
    await anna.at('chat-search-sender').selectOption({ label: ben.username });
    await expect.poll(() => hits(anna)).toHaveLength(1);
    await photograph(anna, 'chat-search-sender');
    await anna.at('chat-search-hit').click();
    await expect.poll(() => anna.message('I bring a lamp tomorrow').isVisible()).toBe(true);
  });

  it('is found by its day as well', async () => {
    await anna.at('chat-search-day').click();
    const today = anna.at('jump-dialog').locator('[aria-current=date]');
    await today.click();
    await anna.at('jump-dialog').waitFor({ state: 'detached' });
    await expect.poll(() => anna.message('the lamp needs oil').isVisible()).toBe(true);
  });
});

describe('a word in any chat', () => {
  it('is found in encrypted and open ones, the newest first, and leads there', async () => {
    const api = await Api.signIn(server.url, anna.username, password);
    const open = await api.createRoom({ name: 'Notice board' });
    await api.send(open, ['the lamp is lit', 'see https://example.org/tides']);
    await anna.row('Notice board').waitFor();
    await anna.at('search-field').fill('lamp');
    await anna.at('search-encrypted').click();
    await expect
      .poll(() => anna.at('across-hit').allInnerTexts())
      .toEqual([
        expect.stringContaining('the lamp is lit'),
        expect.stringContaining('I bring a lamp tomorrow'),
        expect.stringContaining('the lamp needs oil'),
      ]);
    await anna.page.getByText('All chats were searched to their beginning.').waitFor();
    await anna.at('across-hit').last().click();
    await anna.at('room-name').filter({ hasText: ben.username }).waitFor();
    await expect.poll(() => anna.message('the lamp needs oil').isVisible()).toBe(true);
  });

  it('is told from what was shared, whose kinds have places of their own', async () => {
    await anna.at('attach-input-media').setInputFiles(picture);
    await anna.at('send-files-send').click();
    await anna.at('send-files').waitFor({ state: 'detached' });
    await ben.page
      .getByRole('button', { name: /^Open /u })
      .last()
      .waitFor();
    await anna.at('search-field').fill('');
    await expect.poll(() => anna.at('search-field').inputValue()).toBe('');
    const tabs = anna.at('search-tabs');
    await tabs.getByRole('tab', { name: 'Media' }).click();
    await expect.poll(() => anna.at('across-picture').count()).toBe(1);
    await tabs.getByRole('tab', { name: 'Links' }).click();
    await anna.at('across-hit').filter({ hasText: 'https://example.org/tides' }).waitFor();
    // The arrow keys walk on, and what is not there is said not to be anywhere.
    await anna.page.keyboard.press('ArrowRight');
    await anna.page.getByText('Nothing found in any chat.').waitFor();
    expect(await accessibilityProblems(anna.page)).toEqual([]);
    await anna.page.keyboard.press('Escape');
    await anna.at('main-menu').waitFor();
    await anna.at('room-name').waitFor();
    await anna.row('Notice board').waitFor();
  });
});

describe('a public chat', () => {
  it('is found, looked at, and joined', async () => {
    await anna.openMenu('menu-new-channel');
    await anna.at('channel-name').fill('Harbour news');
    await anna.at('channel-public').click();
    await anna.at('channel-create').click();
    await anna.at('room-name').filter({ hasText: 'Harbour news' }).waitFor();
    await anna.at('room-info').click();
    await anna.at('info-access').click();
    await anna.at('address-name').fill(`harbour-${ben.username}`);
    await anna.at('address-add').click();
    await anna.at('room-address').waitFor();
    await anna.at('access-listed').click();
    await ben.at('search-field').fill('harbour');
    await ben.at('search-public-room').click();
    await ben.at('room-preview').getByText('Harbour news').waitFor();
    await photograph(ben, 'room-preview');
    await ben.page.keyboard.press('Escape');
    await ben.at('search-field').fill('');
    await ben.openMenu('menu-explore');
    await ben.at('explore-search').fill('harbour');
    await ben.at('public-room').waitFor();
    await photograph(ben, 'explore');
    await ben.at('public-room').click();
    await ben.at('join-enter').click();
    await ben.at('room-name').filter({ hasText: 'Harbour news' }).waitFor();
  });
});
