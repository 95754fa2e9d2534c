/** One person, two accounts, one browser. The tests build on each other, in order. */
import { describe, expect, it } from 'vitest';
import { gather } from './gathering';
import { password } from './person';

const { server, anna, ben } = await gather(['anna', 'ben']);

const work = () => `${anna.username}-work`;

describe('two accounts', () => {
  it('are signed in at once, each with chats of its own', async () => {
    await Promise.all([anna.signUp(), ben.signUp()]);
    await anna.startPrivateChat(ben);
    await anna.send('From home');
    await anna.seesState('From home', 'sent');
    await anna.openMenu('menu-add-account');
    await anna.page.getByRole('link', { name: /Create an account/u }).click();
    await anna.at('sign-up-form').waitFor();
    await anna.at('auth-username').fill(work());
    await anna.at('auth-password').fill(password);
    await anna.at('auth-submit').click();
    await anna.at('chat-list-empty').waitFor();
    // By then the new account has its keys, and the engine nothing else to do.
    await anna.at('strip-recovery').waitFor();
  });

  it('are switched between at once, in every tab', async () => {
    const other = await anna.context.newPage();
    anna.watch(other);
    await other.goto(`${server.url}/`);
    await other.getByTestId('chat-list-empty').waitFor();
    await anna.at('main-menu').click();
    const before = Date.now();
    await anna.at('account-row').click();
    await anna.row(ben.username).waitFor();
    // On a machine that has nothing else to do it takes a tenth of this.
    expect(Date.now() - before).toBeLessThan(5_000);
    await other.getByTestId('chat-row').waitFor();
    await other.close();
    await anna.openChat(ben.username);
    await anna.sees('From home');
  });

  it('tell of each other’s unread chats', async () => {
    await anna.at('main-menu').click();
    await anna.at('account-row').click();
    await anna.at('chat-list-empty').waitFor();
    await ben.acceptInvite(anna.username);
    await ben.openChat(anna.username);
    await ben.type(`@${anna.username.slice(0, 6)}`);
    await ben.at('completion-option').first().click();
    await ben.type('are you at home?');
    await ben.at('composer').press('Enter');
    await anna.at('main-menu').click();
    const row = () => anna.at('account-row').innerText();
    await expect.poll(row).toMatch(/1/u);
    await anna.at('account-row').click();
    const mention = anna.row(ben.username).getByTestId('mention-badge');
    await mention.waitFor();
    // Back and forth, and once more from what this device remembers.
    await anna.at('main-menu').click();
    await anna.at('account-row').click();
    await anna.at('chat-list-empty').waitFor();
    await anna.at('main-menu').click();
    await anna.at('account-row').click();
    await mention.waitFor();
    await anna.page.reload();
    await mention.waitFor();
    await anna.openChat(ben.username);
    await anna.at('message-body').filter({ hasText: 'are you at home?' }).waitFor();
    await mention.waitFor({ state: 'detached' });
  });

  it('are there after a reload, the one that was looked at first', async () => {
    await anna.page.reload();
    await anna.row(ben.username).waitFor();
    await anna.at('main-menu').click();
    await anna.at('account-row').waitFor();
  });

  it('sign out one by one', async () => {
    await anna.at('menu-settings').click();
    await anna.at('sign-out').click();
    await anna.at('sign-out-confirm').click();
    await anna.at('chat-list-empty').waitFor();
    await anna.openMenu('menu-settings');
    await anna.at('own-user-id').filter({ hasText: work() }).waitFor();
    await anna.at('sign-out').click();
    await anna.at('sign-out-confirm').click();
    await anna.at('sign-in-form').waitFor();
    const left = await anna.page.evaluate(async () =>
      (await indexedDB.databases()).map(({ name }) => name ?? ''),
    );
    expect(left.filter((name) => name.includes('@'))).toEqual([]);
  });
});
