/** Devices and people that make sure of each other by a code: one shows it, the other's camera sees it. In order. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, Person } from './person';
import { photograph } from './photograph';
import { Server } from './server';

let server: Server;
let folder: string;
/** What the camera sees. */
let film: string;
let browser: Browser;
/** Its camera shows the film. */
let withCamera: Browser;
let anna: Person;
let ben: Person;
/** Ben's second device, which has a camera. */
let phone: Person;

beforeAll(async () => {
  server = await Server.start();
  folder = await mkdtemp(join(tmpdir(), 'verification-'));
  film = join(folder, 'film.mjpeg');
  browser = await launchBrowser();
  withCamera = await launchBrowser([
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ]);
  anna = await Person.sitDown(browser, server.url, 'anna');
  ben = await Person.sitDown(browser, server.url, 'ben');
  phone = await Person.sitDown(withCamera, server.url, 'ben');
});

afterAll(async () => {
  await browser?.close();
  await withCamera?.close();
  await server?.dispose();
  await rm(folder, { recursive: true, force: true });
});

afterEach(async ({ task }) => {
  const people = { anna, ben, phone };
  if (task.result?.state === 'fail') {
    process.stderr.write(`Server log:\n${server.log}\n`);
    for (const [name, person] of Object.entries(people)) {
      await person.photograph('test-results', `verification-${name}`);
    }
  }
  for (const person of Object.values(people)) expect(person.complaints).toEqual([]);
});

/** Holds the camera in front of somebody's screen. */
async function hold(person: Person): Promise<void> {
  const code = person.at('verification-code');
  await code.waitFor();
  const box = await code.boundingBox();
  if (!box) throw new Error('The code is not on the screen');
  const edge = 40;
  const clip = {
    x: Math.round(box.x) - edge,
    y: Math.round(box.y) - edge,
    width: 2 * Math.round(box.width / 2) + 2 * edge,
    height: 2 * Math.round(box.height / 2) + 2 * edge,
  };
  const frame = await person.page.screenshot({ type: 'jpeg', quality: 90, clip });
  await writeFile(film, Buffer.concat([frame, frame]));
}

async function close(...people: readonly Person[]): Promise<void> {
  for (const person of people) {
    await person.at('verification-close').click();
    await person.at('verification-dialog').waitFor({ state: 'detached' });
  }
}

describe('a code', () => {
  it('of one device is scanned by another, which is trusted from then on', async () => {
    await Promise.all([anna.signUp(), ben.signUp()]);
    await ben.setUpRecovery();
    await phone.signInAs(ben.username);
    await phone.at('strip-verify-start').click();
    await phone.at('unlock-by-device').click();
    await ben.at('verification-accept').click();
    await hold(ben);
    await photograph(ben, 'verification-code');
    await phone.at('verification-scan').click();
    await ben.at('verification-scanned').waitFor();
    await photograph(ben, 'verification-scanned');
    await ben.at('verification-scanned').click();
    await close(ben, phone);
    await phone.isTrusted();
  });

  it('that is old is refused in words, and the right one then taken', async () => {
    await phone.startPrivateChat(anna);
    await anna.acceptInvite(phone.username);
    await anna.openChat(phone.username);
    await phone.at('room-menu').click();
    await phone.at('room-verify').click();
    await anna.at('verification-accept').click();
    await phone.at('verification-scan').click();
    await phone.page.getByText('This is not the code').waitFor();
    await photograph(phone, 'verification-scan');
    // The camera begins anew with what is before it now.
    await phone.at('verification-scan').click();
    await hold(anna);
    await phone.at('verification-scan').click();
    await anna.at('verification-scanned').click();
    await close(anna, phone);
    await phone.at('room-menu').click();
    await phone.at('room-verified').waitFor();
  });
});
