/** Pictures of the settings and of what is asked about keys, in both themes and three widths; each is accessible. */
import { describe, expect, it } from 'vitest';
import { gather } from './gathering';
import { photograph } from './photograph';

const pages = [
  'profile',
  'notifications',
  'privacy',
  'devices',
  'lock',
  'appearance',
  'storage',
  'language',
  'shortcuts',
  'account',
];

const { server, anna, ben, phone } = await gather(['anna', 'ben', 'phone']);

describe('the screens', () => {
  it('of a new account, with what should be done', async () => {
    await Promise.all([anna.signUp(), ben.signUp()]);
    await anna.startPrivateChat(ben);
    await anna.send('The light from the hill');
    await anna.seesState('The light from the hill', 'sent');
    await anna.at('strip-recovery').waitFor();
    await photograph(anna, 'recovery-strip');
  });

  it('of the recovery key', async () => {
    await anna.at('strip-recovery-start').click();
    await anna.at('recovery-way-phrase').check();
    await photograph(anna, 'recovery-way');
    await anna.at('recovery-way-key').check();
    await anna.at('recovery-make').click();
    await anna.at('recovery-key').waitFor();
    await photograph(anna, 'recovery-key');
    await anna.at('recovery-kept').check();
    await anna.at('recovery-done').click();
  });

  it.each(['', ...pages])('of the settings: %s', async (page) => {
    await anna.page.goto(`${server.url}/#/?panel=settings${page === '' ? '' : `/${page}`}`);
    await anna.at(page === '' ? 'settings-panel' : `${page}-page`).waitFor();
    if (page === 'devices') await anna.at('device-row').first().waitFor();
    await photograph(anna, `settings-${page === '' ? 'home' : page}`);
  });

  it.each([
    ['account', 'change-password', 'password-dialog'],
    ['account', 'close-account', 'close-account-dialog'],
    ['profile', 'own-qr', 'qr-dialog'],
    ['devices', 'device-row', 'device-dialog'],
    ['devices', 'keys-export', 'keys-dialog'],
  ])('of a dialog of the settings: %s, %s', async (page, opener, dialog) => {
    await anna.page.goto(`${server.url}/#/?panel=settings/${page}`);
    await anna.at(opener).first().click();
    await anna.at(dialog).waitFor();
    await photograph(anna, `settings-${dialog}`);
    await anna.page.keyboard.press('Escape');
  });

  it('of signing out, and of a lock', async () => {
    await anna.page.goto(`${server.url}/#/?panel=settings`);
    await anna.at('sign-out').click();
    await anna.at('sign-out-confirm').waitFor();
    await photograph(anna, 'settings-sign-out');
    await anna.page.keyboard.press('Escape');
    await anna.page.goto(`${server.url}/#/?panel=settings/lock`);
    await anna.at('passcode-new').fill('2468');
    await anna.at('passcode-again').fill('2468');
    await anna.at('passcode-save').click();
    await anna.at('lock-now').click();
    await anna.at('lock-screen').waitFor();
    await photograph(anna, 'locked-screen');
    await anna.at('lock-passcode').fill('2468');
    await anna.at('lock-open').click();
    await anna.at('passcode-remove').click();
    await anna.at('passcode-new').waitFor();
  });

  it('of a new device, locked', async () => {
    await phone.signInAs(anna.username);
    await phone.at('strip-verify').waitFor();
    await phone.openChat(ben.username);
    await photograph(phone, 'locked');
    await phone.at('strip-verify-start').click();
    await phone.at('unlock-key').waitFor();
    await photograph(phone, 'unlock');
  });

  it('of a comparison', async () => {
    await anna.page.goto(`${server.url}/#/`);
    await phone.at('unlock-by-device').click();
    await anna.at('verification-accept').waitFor();
    await photograph(anna, 'verification-asked');
    await anna.at('verification-accept').click();
    await phone.at('verification-pictures').click();
    await anna.at('verification-emoji').waitFor();
    await photograph(anna, 'verification');
    await anna.at('verification-same').click();
    await phone.at('verification-same').click();
    await phone.at('verification-close').click();
    await anna.at('verification-close').click();
  });

  it('in Arabic, from right to left', async () => {
    await anna.page.goto(`${server.url}/#/?panel=settings/language`);
    await anna.at('language-ar').click();
    await expect.poll(() => anna.page.evaluate(() => document.dir)).toBe('rtl');
    await anna.page.goto(`${server.url}/#/`);
    await anna.openChat(ben.username);
    await photograph(anna, 'arabic-chat');
    await anna.page.goto(`${server.url}/#/?panel=settings`);
    await anna.at('settings-panel').waitFor();
    await photograph(anna, 'arabic-settings');
  });
});
