/** What two people write stays theirs, on old devices and new ones. The tests build on each other, in order. */
import { describe, expect, it } from 'vitest';
import { Api } from './api';
import { gather } from './gathering';
import { password, type Person } from './person';

let recoveryKey: string;

const { server, anna, ben, phone, spare } = await gather(['anna', 'ben', 'phone', 'spare']);

/** Goes through the comparison on both devices, the one who is asked first. */
async function compare(asked: Person, asking: Person): Promise<void> {
  await asked.at('verification-accept').click();
  await asking.at('verification-pictures').click();
  await asked.at('verification-emoji').waitFor();
  await asking.at('verification-emoji').waitFor();
  const shown = await asked.at('verification-emoji').innerText();
  expect(shown.split(/\s*\n\s*/u).length).toBe(14);
  expect(await asking.at('verification-emoji').innerText()).toBe(shown);
  await asked.at('verification-same').click();
  await asking.at('verification-same').click();
  await asked.at('verification-close').click();
  await asking.at('verification-close').click();
}

describe('a private chat', () => {
  it('is encrypted without anybody asking for it', async () => {
    await Promise.all([anna.signUp(), ben.signUp()]);
    await anna.startPrivateChat(ben);
    await anna.send('Between you and me');
    await anna.seesState('Between you and me', 'sent');
    await ben.acceptInvite(anna.username);
    await ben.openChat(anna.username);
    await ben.sees('Between you and me');
    await ben.send('Nobody else');
    await anna.sees('Nobody else');

    const api = await Api.signIn(server.url, anna.username, password);
    const events = await api.messages(await anna.openRoomId());
    expect(events.filter(({ type }) => type === 'm.room.message')).toEqual([]);
    expect(events.filter(({ type }) => type === 'm.room.encrypted')).toHaveLength(2);
    expect(JSON.stringify(events)).not.toContain('Nobody else');
  });
});

describe('a recovery key', () => {
  it('is made, shown once, and kept', async () => {
    recoveryKey = await ben.setUpRecovery();
    expect(recoveryKey).toMatch(/^E[A-Za-z0-9 ]{58}/u);
  });

  it('is asked for on a new device, whose old messages are locked until then', async () => {
    await phone.signInAs(ben.username);
    await phone.at('strip-verify').waitFor();
    await phone.openChat(anna.username);
    await phone.page.getByTestId('message').first().waitFor();
    expect(await phone.message('Between you and me').count()).toBe(0);
  });

  it('is refused in words when it is a wrong one', async () => {
    for (const wrong of ['EsTx wrong key', recoveryKey.replace(/.$/u, 'x')]) {
      await phone.unlock(wrong);
      await phone.page.getByText('is not the one of your account').waitFor();
    }
  });

  it('opens everything', async () => {
    await phone.unlock(recoveryKey);
    await phone.isTrusted();
    await phone.sees('Between you and me');
    await phone.sees('Nobody else');
    await anna.send('Welcome to the phone');
    await phone.sees('Welcome to the phone');
  });
});

describe('verification', () => {
  it('of a device by another shows both the same pictures, and opens everything', async () => {
    await phone.context.close();
    await spare.signInAs(ben.username);
    await spare.openChat(anna.username);
    await spare.at('strip-verify-start').click();
    await spare.at('unlock-by-device').click();
    await compare(ben, spare);
    await spare.isTrusted();
    await spare.sees('Between you and me');
    await spare.sees('Welcome to the phone');
  });
});

describe('verification of a person', () => {
  it('is done in the chat with them, and leaves no trace in it', async () => {
    const before = await anna.at('message').count();
    await ben.at('room-menu').click();
    await ben.at('room-verify').click();
    await compare(anna, ben);
    await ben.at('room-menu').click();
    await ben.at('room-export').waitFor();
    expect(await ben.at('room-verify').count()).toBe(0);
    await ben.at('room-verified').waitFor();
    await ben.page.keyboard.press('Escape');
    expect(await anna.at('message').count()).toBe(before);
  });
});

describe('the list of devices', () => {
  it('shows them all, and ends the others', async () => {
    await ben.openMenu('menu-settings');
    await ben.at('settings-devices').click();
    await expect.poll(() => ben.at('device-row').count()).toBe(3);
    await expect.poll(() => ben.at('device-row').filter({ hasText: 'Verified' }).count()).toBe(3);
    await ben.at('devices-end-others').click();
    await ben.at('end-sessions-confirm').click();
    await ben.at('end-sessions-password').fill(password);
    await ben.at('end-sessions-confirm').click();
    await expect.poll(() => ben.at('device-row').count()).toBe(1);
    await spare.at('sign-in-form').waitFor();
  });
});
