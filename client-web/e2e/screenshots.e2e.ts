/** Pictures of the key screens in both themes and three widths, into the ignored folder `screenshots`. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, Person } from './person';
import { photograph } from './photograph';
import { Server } from './server';

let server: Server;
let browser: Browser;
let anna: Person;
let ben: Person;

beforeAll(async () => {
  server = await Server.start();
  browser = await launchBrowser();
  anna = await Person.sitDown(browser, server.url, 'anna');
  ben = await Person.sitDown(browser, server.url, 'ben');
});

afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

describe('the screens', () => {
  it('for signing in and up', async () => {
    await anna.page.goto(`${server.url}/login/`);
    await anna.at('auth-submit').waitFor();
    await photograph(anna, 'sign-in');
    await anna.page.goto(`${server.url}/register/`);
    await anna.at('auth-submit').waitFor();
    await photograph(anna, 'sign-up');
  });

  it('of an account without chats', async () => {
    await Promise.all([anna.signUp(), ben.signUp()]);
    await photograph(anna, 'empty');
  });

  it('of a conversation, its list, an invitation and the settings', async () => {
    await anna.startPrivateChat(ben);
    await anna.send('Have you seen the light from the hill tonight?');
    await ben.row(anna.username).waitFor();
    await ben.row(anna.username).click();
    await photograph(ben, 'invitation');
    await ben.acceptInvite(anna.username);
    await ben.openChat(anna.username);
    await ben.send('Yes! Three short, one long.');
    await ben.send(
      'It could be seen from the harbour, and the fishermen answered with their lamps.',
    );
    await anna.sees('Yes! Three short, one long.');
    await anna.send('🎉');
    await anna.send('Then we meet at nine.');
    await ben.sees('Then we meet at nine.');
    await anna.startGroup('Lighthouse keepers', [ben]);
    await anna.send('Who takes the morning watch?');
    await anna.openChat(ben.username);
    await anna.seesState('Then we meet at nine.', 'read');
    await photograph(anna, 'conversation');
    await anna.page.goto(`${server.url}/#/`);
    await anna.row(ben.username).waitFor();
    await photograph(anna, 'chat-list');
    await anna.page.goto(`${server.url}/#/?panel=settings`);
    await anna.at('settings-panel').waitFor();
    await photograph(anna, 'settings');
  });

  it('complain of nothing', () => {
    expect([...anna.complaints, ...ben.complaints]).toEqual([]);
  });
});
