/** Calls: two people, with the microphone and the camera that Chromium makes up. */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from './axe';
import { launchBrowser, Person } from './person';
import { photograph } from './photograph';
import { Server } from './server';

const patience = { timeout: 20_000, interval: 50 };
const devices = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection',
];

let server: Server;
let browser: Browser;
let anna: Person;
let ben: Person;

beforeAll(async () => {
  server = await Server.start();
  browser = await launchBrowser(devices);
  anna = await Person.sitDown(browser, server.url, 'anna');
  ben = await Person.sitDown(browser, server.url, 'ben');
});

afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    process.stderr.write(`Server log:\n${server.log}\n`);
    for (const person of [anna, ben]) await person.photograph('test-results');
  }
  for (const person of [anna, ben]) expect(person.complaints).toEqual([]);
});

/** The clock of a call that goes on. */
const talks = (person: Person) =>
  expect.poll(() => person.at('call-state').innerText(), patience).toMatch(/^\d:\d\d$/);
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
    await Promise.all([anna.signUp(), ben.signUp()]);
    await anna.startPrivateChat(ben);
    await ben.acceptInvite(anna.username);
    await ben.openChat(anna.username);
  });

  it('rings, is taken, heard, and ended', async () => {
    await anna.at('room-call').click();
    await expect.poll(() => anna.at('call-state').innerText(), patience).toBe('Ringing…');
    await ben.at('call-incoming').waitFor();
    expect(await accessibilityProblems(ben.page)).toEqual([]);
    await photograph(ben, 'call-incoming');
    await ben.at('call-accept').click();
    await Promise.all([talks(anna), talks(ben)]);
    await expect.poll(() => level(anna), patience).toBe(true);
    await expect.poll(() => level(ben), patience).toBe(true);
    expect(await accessibilityProblems(anna.page)).toEqual([]);
    await photograph(anna, 'call');
    await anna.at('call-mute').click();
    await ben.at('call-screen').getByText(`${anna.username} is muted`).waitFor();
    await anna.at('call-hang-up').click();
    await Promise.all([isOver(anna), isOver(ben)]);
    await expect.poll(() => lastService(anna), patience).toMatch(/^Outgoing call \(\d:\d\d\)$/);
    await expect.poll(() => lastService(ben), patience).toMatch(/^Incoming call \(\d:\d\d\)$/);
  });

  it('shows both cameras', async () => {
    await anna.at('room-call-video').click();
    await ben.at('call-accept-video').click();
    await Promise.all([talks(anna), talks(ben)]);
    for (const person of [anna, ben]) {
      await expect.poll(() => frames(person.at('call-picture')), patience).toBeGreaterThan(5);
      await person.at('call-self').waitFor();
    }
    await photograph(anna, 'call-video');
    await ben.at('call-camera').click();
    await anna.at('call-picture').waitFor({ state: 'detached' });
    await ben.at('call-hang-up').click();
    await Promise.all([isOver(anna), isOver(ben)]);
    await expect.poll(() => lastService(anna), patience).toMatch(/^Outgoing video call \(/);
  });

  it('gets pictures while it goes on, and makes room for the chats', async () => {
    await ben.at('room-call').click();
    await anna.at('call-accept').click();
    await Promise.all([talks(anna), talks(ben)]);
    await anna.at('call-camera').click();
    await expect.poll(() => frames(ben.at('call-picture')), patience).toBeGreaterThan(5);
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
    await expect.poll(() => lastService(anna), patience).toBe('Declined call');
    await anna.at('room-call').click();
    await ben.at('call-incoming').waitFor();
    await anna.at('call-hang-up').click();
    await ben.at('call-incoming').waitFor({ state: 'detached' });
    await expect.poll(() => lastService(ben), patience).toBe('Missed call');
    await expect.poll(() => lastService(anna), patience).toBe('Cancelled call');
    const preview = ben.row(anna.username).getByTestId('chat-row-preview');
    await expect.poll(() => preview.innerText(), patience).toBe('Missed call');
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
