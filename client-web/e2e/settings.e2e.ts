/** What can be settled, and what follows from it at once. The tests build on each other, in order. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { gather, meet } from './gathering';

const { server, anna, ben } = await gather(['anna', 'ben']);

describe('two people', () => {
  it('have a chat', async () => {
    await meet(anna, ben);
    await anna.send('Hello Ben');
    await ben.sees('Hello Ben');
  });
});

describe('the profile', () => {
  it('is seen by others at once, and read back', async () => {
    await anna.openSettings('profile');
    await anna.at('display-name').fill('Anna Lind');
    await anna.at('bio').fill('Sails on Sundays');
    await anna.at('profile-save').click();
    await anna.at('profile-save').waitFor({ state: 'detached' });
    await ben.row('Anna Lind').waitFor();
    await anna.page.reload();
    await expect.poll(() => anna.at('bio').inputValue()).toBe('Sails on Sundays');
  });

  it('has a code for cameras', async () => {
    await anna.at('own-qr').click();
    await anna.page.getByRole('img', { name: /matrix\.to.*anna/u }).waitFor();
    await anna.page.keyboard.press('Escape');
  });
});

describe('the looks', () => {
  it('change at once, and are there before the first paint after a reload', async () => {
    await anna.openSettings('appearance');
    await anna.at('accent-leaf').check({ force: true });
    await anna.at('text-size').fill('20');
    await anna.at('density-compact').check();
    await anna.at('contrast-more').check();
    const look = () => anna.page.evaluate(() => ({ ...document.documentElement.dataset }));
    const chosen = { accent: 'leaf', textSize: '20', density: 'compact' };
    await expect.poll(look).toMatchObject(chosen);
    await anna.page.reload({ waitUntil: 'commit' });
    await expect.poll(look).toMatchObject({ accent: 'leaf', contrast: 'more' });
    const size = () =>
      anna.page.evaluate(() =>
        getComputedStyle(document.documentElement).getPropertyValue('--size-message').trim(),
      );
    await expect.poll(size).toBe('1.25rem');
  });

  it('run from right to left in Arabic', async () => {
    await ben.openSettings('language');
    await ben.at('language-ar').click();
    await expect.poll(() => ben.page.evaluate(() => document.dir)).toBe('rtl');
    await ben.page.goto(`${server.url}/#/`);
    await ben.row('Anna Lind').waitFor();
    const places = await ben.page.evaluate(() => {
      const column = document.querySelector('[data-testid=left-column]')?.getBoundingClientRect();
      return { start: column?.left ?? 0, width: innerWidth };
    });
    expect(places.start).toBeGreaterThan(places.width / 2);
    await ben.openSettings('language');
    await ben.at('language-en').click();
    await expect.poll(() => ben.page.evaluate(() => document.dir)).toBe('ltr');
  });
});

describe('privacy', () => {
  it('keeps receipts to oneself, while one’s own badges clear', async () => {
    await ben.openSettings('privacy');
    await ben.at('privacy-sharesReceipts').click();
    await expect.poll(() => ben.at('privacy-sharesReceipts').isChecked()).toBe(false);
    await ben.page.goto(`${server.url}/#/`);
    await anna.page.goto(`${server.url}/#/`);
    await anna.openChat(ben.username);
    await anna.send('Did you see it?');
    await ben.openChat('Anna Lind');
    await ben.sees('Did you see it?');
    await expect.poll(() => ben.row('Anna Lind').getByTestId('badge').count()).toBe(0);
    await anna.seesState('Did you see it?', 'sent');
  });

  it('blocks people, and lets them in again', async () => {
    await ben.openSettings('privacy');
    await ben.at('block-address').fill('@spam:example.org');
    await ben.at('block-add').click();
    await ben.at('blocked-row').waitFor();
    await ben.at('blocked-row').click();
    await ben.at('blocked-row').waitFor({ state: 'detached' });
  });
});

describe('a notification', () => {
  it('tells of a message that nobody looks at, and leads to it', async () => {
    await ben.context.grantPermissions(['notifications'], { origin: server.url });
    await ben.openSettings('notifications');
    await ben.at('notify-desktop').click();
    await expect.poll(() => ben.at('notify-desktop').isChecked()).toBe(true);
    await ben.page.goto(`${server.url}/#/`);
    await anna.send('Are you there?');
    const shown = () =>
      ben.page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        const notifications = await registration.getNotifications();
        return notifications.map(({ title, body, data }) => ({
          title,
          body,
          data: JSON.stringify(data),
        }));
      });
    await expect.poll(shown).toHaveLength(1);
    const [notification] = await shown();
    expect(notification).toMatchObject({ title: 'Anna Lind', body: 'Are you there?' });
    expect(notification?.data).toMatch(/"#\/!.+\/(?:\$|%24)/u);
  });
});

describe('presence', () => {
  it('is told in the header of a private chat and by a dot in the list, unless it is kept back', async () => {
    await ben.page.goto(`${server.url}/#/`);
    await ben.openChat('Anna Lind');
    await expect.poll(() => ben.at('last-seen').innerText()).toBe('online');
    await ben.row('Anna Lind').getByTestId('online-dot').waitFor();
  });
});

describe('a chat as a file', () => {
  it('has every message, decrypted', async () => {
    await ben.at('room-menu').click();
    await ben.at('room-export').click();
    const download = ben.page.waitForEvent('download');
    await ben.at('export-start').click();
    const page = await readFile(await (await download).path(), 'utf8');
    for (const text of ['Hello Ben', 'Did you see it?', 'Are you there?']) {
      expect(page).toContain(`<p>${text}</p>`);
    }
    await ben.at('export-dialog').waitFor({ state: 'detached' });
  });
});

describe('the passcode', () => {
  it('hides everything, in every tab, until it is given', async () => {
    await ben.openSettings('lock');
    await ben.at('passcode-new').fill('2468');
    await ben.at('passcode-again').fill('2468');
    await ben.at('passcode-save').click();
    const other = await ben.context.newPage();
    await other.goto(`${server.url}/`);
    await other.getByTestId('chat-row').first().waitFor();
    await ben.at('lock-now').click();
    await other.getByTestId('lock-screen').waitFor();
    expect(await other.content()).not.toContain('Anna Lind');
    await expect.poll(() => other.title()).toBe('Heliograph');
    await other.close();
    await ben.page.reload();
    await ben.at('lock-passcode').fill('1357');
    await ben.at('lock-open').click();
    await ben.page.getByText('This is not the passcode.').waitFor();
    await ben.at('lock-passcode').fill('2468');
    await ben.at('lock-open').click();
    await ben.at('lock-page').waitFor();
    await ben.at('passcode-remove').click();
    await ben.at('passcode-new').waitFor();
  });
});

describe('without a network', () => {
  it('the application opens, with the chats that are known', async () => {
    await ben.page.goto(`${server.url}/#/`);
    const isKept = () =>
      ben.page.evaluate(async () => {
        const cache = await caches.open('heliograph-shell');
        const keys = await cache.keys();
        return keys.some(({ url }) => url.includes('shell.json?'));
      });
    await expect.poll(isKept, { timeout: 60_000, interval: 500 }).toBe(true);
    await server.kill();
    const other = await ben.context.newPage();
    await other.goto(`${server.url}/`);
    await other.getByTestId('chat-row-name').filter({ hasText: 'Anna Lind' }).waitFor();
    await other.close();
    await server.restart();
    ben.complaints.length = 0;
    anna.complaints.length = 0;
  });
});
