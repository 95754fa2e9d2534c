/** The account itself: its keys as a file, its encryption begun anew, its password, its end. The tests build on each other, in order. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Api } from './api';
import { gather } from './gathering';
import { password } from './person';
import { photograph } from './photograph';

let keys: Buffer;

const passphrase = 'a drawer nobody opens';
const newPassword = 'stapler staple correct';

const { server, anna, ben, phone } = await gather(['anna', 'ben', 'phone']);

describe('the keys of messages', () => {
  it('are saved as a file that tells nothing without its passphrase', async () => {
    await Promise.all([anna.signUp(), ben.signUp()]);
    await anna.startPrivateChat(ben);
    await anna.send('Between you and me');
    await ben.acceptInvite(anna.username);
    await ben.openChat(anna.username);
    await ben.sees('Between you and me');
    await ben.openSettings('devices');
    await ben.at('keys-export').click();
    await ben.at('keys-passphrase').fill(passphrase);
    const download = ben.page.waitForEvent('download');
    await ben.at('keys-confirm').click();
    keys = await readFile(await (await download).path());
    expect(keys.toString()).toMatch(/^-----BEGIN MEGOLM SESSION DATA-----/u);
    expect(keys.toString()).not.toContain('m.megolm');
    await ben.at('keys-dialog').waitFor({ state: 'detached' });
  });

  it('open on another device what was locked there, with the right passphrase only', async () => {
    await phone.signInAs(ben.username);
    await phone.openChat(anna.username);
    await phone.at('message').first().waitFor();
    expect(await phone.message('Between you and me').count()).toBe(0);
    await phone.openSettings('devices');
    const choose = () =>
      phone
        .at('keys-file')
        .setInputFiles({ name: 'keys.txt', mimeType: 'text/plain', buffer: keys });
    await choose();
    await phone.at('keys-passphrase').fill('not the passphrase');
    await phone.at('keys-confirm').click();
    await phone.at('keys-dialog').getByRole('alert').waitFor();
    await phone.at('keys-passphrase').fill(passphrase);
    await phone.at('keys-confirm').click();
    await phone.at('keys-dialog').waitFor({ state: 'detached' });
    await phone.page.goto(`${server.url}/#/`);
    await phone.openChat(anna.username);
    await phone.sees('Between you and me');
  });
});

describe('encryption', () => {
  it('is begun anew by who has lost everything, and works from then on', async () => {
    await phone.at('strip-verify-start').click();
    await phone.at('unlock-lost').click();
    await phone.at('reset-password').fill('wrong');
    await phone.at('reset-confirm').click();
    await phone.at('reset-dialog').getByRole('alert').waitFor();
    // The browser itself tells of the refusal.
    phone.complaints.length = 0;
    await phone.at('reset-password').fill(password);
    await phone.at('reset-confirm').click();
    await phone.at('reset-dialog').waitFor({ state: 'detached' });
    await phone.isTrusted();
    await phone.send('With new keys');
    await anna.sees('With new keys');
    await anna.send('And an answer');
    await phone.sees('And an answer');
  });

  it('that changed is told of on the other device, and to the other person', async () => {
    await ben.page.goto(`${server.url}/#/`);
    await ben.at('strip-verify').waitFor();
    await anna.at('identity-strip').waitFor();
    await photograph(anna, 'identity-changed');
    await anna.at('identity-accept').click();
    await anna.at('identity-strip').waitFor({ state: 'detached' });
  });
});

describe('the password', () => {
  it('is changed by who knows the one before, and the other devices are signed out', async () => {
    await phone.openSettings('account');
    await phone.at('change-password').click();
    await phone.at('password-before').fill('not it');
    await phone.at('password-after').fill('short');
    await phone.at('password-save').click();
    await phone.at('password-dialog').getByText('at least 8', { exact: false }).first().waitFor();
    await phone.at('password-after').fill(newPassword);
    await phone.at('password-save').click();
    await phone.at('password-dialog').getByRole('alert').waitFor();
    phone.complaints.length = 0;
    await phone.at('password-before').fill(password);
    await phone.at('password-dialog').getByRole('switch').check();
    await phone.at('password-save').click();
    await phone.at('password-dialog').waitFor({ state: 'detached' });
    await ben.at('sign-in-form').waitFor();
    ben.complaints.length = 0;
    await expect(Api.signIn(server.url, ben.username, password)).rejects.toThrow('403');
    await Api.signIn(server.url, ben.username, newPassword);
  });
});

describe('the account', () => {
  it('ends when its address is written out and the password given, for good', async () => {
    const isOnline = () => anna.at('online-dot').count();
    await expect.poll(isOnline).toBe(1);
    await phone.openSettings('account');
    await phone.at('close-account').click();
    await phone.at('close-account-password').fill(newPassword);
    expect(await phone.at('close-account-confirm').isEnabled()).toBe(false);
    await phone.at('close-account-address').fill(`@${ben.username}:localhost`);
    await phone.at('close-account-confirm').click();
    await phone.at('sign-in-form').waitFor();
    phone.complaints.length = 0;
    await expect(Api.signIn(server.url, ben.username, newPassword)).rejects.toThrow('403');
    await anna.at('service-message').filter({ hasText: 'left' }).waitFor();
    await expect.poll(isOnline).toBe(0);
  });
});
