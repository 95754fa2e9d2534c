/** People who ask to be let into a group, and those who decide. Two people, and some who only knock. */
import { describe, expect, it } from 'vitest';
import { Api } from './api';
import { gather } from './gathering';
import { password } from './person';
import { photograph } from './photograph';

let roomId: string;

const { server, anna, ben } = await gather(['anna', 'ben']);

async function knock(names: readonly string[]): Promise<void> {
  for (const name of names) {
    const api = await Api.register(server.url, `${name}-${ben.username}`, password);
    const reason = `${name} would like to come in`;
    await api.call('POST', `/knock/${encodeURIComponent(roomId)}`, { reason });
  }
}

describe('a group that people may ask to join', () => {
  it('has a link that says what it does', async () => {
    await Promise.all([anna.signUp(), ben.signUp()]);
    await anna.startGroup('Boat builders', []);
    roomId = await anna.openRoomId();
    await anna.at('room-info').click();
    await anna.at('info-access').click();
    await anna.at('access-knock').check();
    await anna.page.getByText('can ask to join').waitFor();
    await photograph(anna, 'access-by-request');
    await anna.at('link-code').click();
    await anna.at('qr-dialog').waitFor();
    await photograph(anna, 'access-code');
    await anna.page.keyboard.press('Escape');
    await anna.at('side-back').click();
    await anna.at('side-back').click();
  });

  it('tells who asked that they wait, and who decides that somebody does', async () => {
    await ben.openMenu('menu-join');
    await ben.at('join-link').fill(`https://matrix.to/#/${roomId}?via=localhost`);
    await ben.at('join-look').click();
    await ben.at('join-reason').fill('I have an axe');
    await ben.at('join-enter').click();
    await ben.at('panel-back').click();
    await ben.row('Boat builders').click();
    await ben.at('knock-card').waitFor();
    await photograph(ben, 'knock-card');
    await anna.at('requests-bar').waitFor();
    await photograph(anna, 'requests-bar');
  });

  it('lets somebody in, who is then in', async () => {
    await anna.at('requests-open').click();
    await anna.at('waiting-person').getByText('I have an axe').waitFor();
    await anna.at('request-admit').click();
    await ben.at('composer').waitFor();
    await ben.send('Here I am');
    await anna.sees('Here I am');
    await expect.poll(() => anna.at('requests-bar').count()).toBe(0);
  });

  it('lets all in at once, or none', async () => {
    await knock(['dora', 'emil', 'fay']);
    await expect.poll(() => anna.at('waiting-person').count()).toBe(3);
    await photograph(anna, 'requests');
    await anna.at('requests-admit-all').click();
    await expect.poll(() => anna.at('waiting-person').count()).toBe(0);
    await knock(['gus', 'hal']);
    await expect.poll(() => anna.at('waiting-person').count()).toBe(2);
    await anna.at('side-back').click();
    await anna.at('info-requests').waitFor();
    await photograph(anna, 'requests-badge');
    await anna.at('info-requests').click();
    await anna.at('requests-refuse-all').click();
    await photograph(anna, 'requests-dismiss');
    await anna.at('requests-refuse-all-confirm').click();
    await expect.poll(() => anna.at('waiting-person').count()).toBe(0);
  });

  it('may be asked no more by who takes it back', async () => {
    const api = await Api.register(server.url, `ida-${ben.username}`, password);
    await api.call('POST', `/knock/${encodeURIComponent(roomId)}`, {});
    await expect.poll(() => anna.at('waiting-person').count()).toBe(1);
    await api.call('POST', `/rooms/${encodeURIComponent(roomId)}/leave`, {});
    await expect.poll(() => anna.at('waiting-person').count()).toBe(0);
  });
});
