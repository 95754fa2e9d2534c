/** Calls: two people, with the microphone and the camera that Chromium makes up. */
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { gather, madeUpDevices, meet } from './gathering';
import type { Person } from './person';
import { photograph } from './photograph';

const devices = [
  ...madeUpDevices,
  '--allow-loopback-in-peer-connection',
  // Whoever shares, shares their own page.
  '--auto-select-tab-capture-source-by-title=Heliograph',
];

const { server, anna, ben } = await gather(['anna', 'ben'], devices);

/** The clock of a call that goes on. */
const talks = (person: Person) =>
  expect.poll(() => person.at('call-state').innerText()).toMatch(/^\d:\d\d$/);
const isOver = (person: Person) => person.at('call-screen').waitFor({ state: 'detached' });
const lastService = (person: Person) => person.at('service-message').last().innerText();
/** How many frames of it have been shown. */
const frames = (video: Locator) =>
  video.evaluate(
    (element) => (element as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames,
  );
const level = (person: Person) =>
  person.at('call-sound').evaluate((element) => {
    const { srcObject, paused } = element as HTMLAudioElement;
    return !paused && (srcObject as MediaStream).getAudioTracks().some(({ muted }) => !muted);
  });

describe('a call', () => {
  it('needs two people', async () => {
    await meet(anna, ben);
  });

  it('rings, is taken, heard, and ended', async () => {
    await anna.at('room-call').click();
    await expect.poll(() => anna.at('call-state').innerText()).toBe('Ringing…');
    await ben.at('call-incoming').waitFor();
    await photograph(ben, 'call-incoming');
    await photograph(anna, 'call-ringing');
    await ben.at('call-accept').click();
    await Promise.all([talks(anna), talks(ben)]);
    await expect.poll(() => level(anna)).toBe(true);
    await expect.poll(() => level(ben)).toBe(true);
    await photograph(anna, 'call');
    await anna.at('call-mute').click();
    await ben.at('call-screen').getByText(`${anna.username} is muted`).waitFor();
    await anna.at('call-hang-up').click();
    await Promise.all([isOver(anna), isOver(ben)]);
    await expect.poll(() => lastService(anna)).toMatch(/^Outgoing call \(\d:\d\d\)$/);
    await expect.poll(() => lastService(ben)).toMatch(/^Incoming call \(\d:\d\d\)$/);
    await photograph(anna, 'call-ended');
  });

  it('shows both cameras', async () => {
    await anna.at('room-call-video').click();
    await ben.at('call-accept-video').click();
    await Promise.all([talks(anna), talks(ben)]);
    for (const person of [anna, ben]) {
      await expect.poll(() => frames(person.at('call-picture'))).toBeGreaterThan(5);
      await person.at('call-self').waitFor();
    }
    await photograph(anna, 'call-video');
    await ben.at('call-camera').click();
    await anna.at('call-picture').waitFor({ state: 'detached' });
    await ben.at('call-hang-up').click();
    await Promise.all([isOver(anna), isOver(ben)]);
    await expect.poll(() => lastService(anna)).toMatch(/^Outgoing video call \(/);
  });

  it('gets pictures while it goes on, and makes room for the chats', async () => {
    await ben.at('room-call').click();
    await anna.at('call-accept').click();
    await Promise.all([talks(anna), talks(ben)]);
    await anna.at('call-camera').click();
    await expect.poll(() => frames(ben.at('call-picture'))).toBeGreaterThan(5);
    await anna.at('call-share').click();
    await anna.at('call-share').and(anna.page.locator('[aria-pressed=true]')).waitFor();
    await expect.poll(() => frames(ben.at('call-picture'))).toBeGreaterThan(5);
    await photograph(ben, 'call-screen');
    await anna.at('call-minimise').click();
    await anna.at('call-bar').waitFor();
    await anna.send('one moment, I look it up');
    await anna.seesState('one moment, I look it up', 'read');
    await photograph(anna, 'call-bar');
    await anna.at('call-maximise').click();
    await talks(anna);
    await anna.at('call-hang-up').click();
    await Promise.all([isOver(anna), isOver(ben)]);
  });

  it('can be declined, and missed', async () => {
    await anna.at('room-call').click();
    await ben.at('call-decline').click();
    await isOver(anna);
    await expect.poll(() => lastService(anna)).toBe('Declined call');
    await anna.at('room-call').click();
    await ben.at('call-incoming').waitFor();
    await anna.at('call-hang-up').click();
    await ben.at('call-incoming').waitFor({ state: 'detached' });
    await expect.poll(() => lastService(ben)).toBe('Missed call');
    await expect.poll(() => lastService(anna)).toBe('Cancelled call');
    const preview = ben.row(anna.username).getByTestId('chat-row-preview');
    await expect.poll(() => preview.innerText()).toBe('Missed call');
  });

  it('rings in every tab, and is taken in one', async () => {
    const other = await ben.context.newPage();
    ben.watch(other);
    await other.goto(server.url);
    await other.getByTestId('chat-list').waitFor();
    // What takes part in calls loads after the list.
    await other.waitForLoadState('networkidle');
    await anna.at('room-call').click();
    await other.getByTestId('call-incoming').waitFor();
    await ben.at('call-accept').click();
    await other.getByTestId('call-incoming').waitFor({ state: 'detached' });
    await talks(anna);
    await ben.at('call-hang-up').click();
    await isOver(anna);
    await other.close();
  });
});
