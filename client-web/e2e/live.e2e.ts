/** Telling others where one is, for a while: two people, one of whom moves. */
import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from './axe';
import { Api } from './api';
import { gather, meet } from './gathering';
import { password, type Person } from './person';
import { photograph } from './photograph';

const harbour = { latitude: 53.5436, longitude: 9.9661, accuracy: 8 };
const lighthouse = { latitude: 53.8719, longitude: 8.6939, accuracy: 8 };

const { server, anna, ben } = await gather(['anna', 'ben']);

beforeAll(async () => {
  await anna.context.grantPermissions(['geolocation', 'clipboard-read', 'clipboard-write']);
  await anna.context.setGeolocation(harbour);
});

const card = (person: Person) => person.at('message-live').last();
const seesPlace = (person: Person, words: string) =>
  expect.poll(() => card(person).innerText()).toContain(words);

async function share(person: Person, duration: string): Promise<void> {
  await person.at('attach-button').click();
  await person.at('attach-live').click();
  await person.at(`live-${duration}`).check();
}

describe('a live location', () => {
  it('is begun for a while, and seen by the other side', async () => {
    await meet(anna, ben);
    await anna.send('Where are you?');
    await ben.sees('Where are you?');
    await share(anna, '15');
    await photograph(anna, 'live-dialog');
    await anna.at('live-start').click();
    await anna.at('live-strip').waitFor();
    await seesPlace(ben, '53.5436');
    await seesPlace(ben, 'Live for 15 more minutes');
    await seesPlace(anna, '53.5436');
  });

  it('follows who moves, quietly, and is locked like every message', async () => {
    // Places come no closer than a few seconds after each other.
    await expect
      .poll(
        async () => {
          await anna.context.setGeolocation(lighthouse);
          return card(ben).innerText();
        },
        { timeout: 30_000, interval: 2_000 },
      )
      .toContain('53.8719');
    expect(await ben.at('message').count()).toBe(await anna.at('message').count());
    const api = await Api.signIn(server.url, anna.username, password);
    const events = await api.messages(await anna.openRoomId());
    expect(JSON.stringify(events)).not.toContain('53.8719');
    await photograph(ben, 'live-seen');
    await photograph(anna, 'live-own');
    expect(await accessibilityProblems(ben.page)).toEqual([]);
  });

  it('goes on after a reload, and ends when it is stopped', async () => {
    await anna.page.reload();
    await anna.at('live-strip').waitFor();
    await anna.at('live-strip-stop').click();
    await anna.at('live-strip').waitFor({ state: 'detached' });
    await expect.poll(() => card(ben).getAttribute('data-live')).toBe('false');
    await seesPlace(ben, 'Ended');
    await photograph(ben, 'live-ended');
  });

  it('is refused in words where the device does not say where it is', async () => {
    await ben.openChat(anna.username);
    await share(ben, '60');
    await ben.at('live-start').click();
    await ben.at('live-dialog').getByRole('alert').waitFor();
    await ben.page.keyboard.press('Escape');
    expect(await ben.at('live-strip').count()).toBe(0);
  });
});
