/** What is sent later, and what was said long ago. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from './axe';
import { launchBrowser, Person } from './person';
import { photograph } from './photograph';
import { Server } from './server';

const patience = { timeout: 15_000, interval: 50 };

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

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    process.stderr.write(`Server log:\n${server.log}\n`);
    for (const person of [anna, ben]) await person.photograph('test-results');
  }
  for (const person of [anna, ben]) expect(person.complaints).toEqual([]);
});

async function sendLater(text: string): Promise<void> {
  await anna.at('composer').fill(text);
  await anna.at('send-button').click({ button: 'right' });
  await anna.at('send-later').click();
  await anna.at('schedule-dialog').waitFor();
}
const waiting = () => anna.at('scheduled-message').count();
const closeDialog = () => anna.page.keyboard.press('Escape');

describe('a message for later', () => {
  it('needs two people', async () => {
    await Promise.all([anna.signUp(), ben.signUp()]);
    await anna.startPrivateChat(ben);
    await ben.acceptInvite(anna.username);
    await ben.openChat(anna.username);
  });

  it('waits, locked, until its time, and can be sent before', async () => {
    await sendLater('the tide turns at six');
    expect(await accessibilityProblems(anna.page)).toEqual([]);
    await photograph(anna, 'schedule');
    await anna.at('schedule-send').click();
    await anna.at('schedule-dialog').waitFor({ state: 'detached' });
    expect(await anna.at('composer').inputValue()).toBe('');
    await anna.at('scheduled-open').click();
    await anna.at('scheduled-message').getByText('the tide turns at six').waitFor();
    expect(await accessibilityProblems(anna.page)).toEqual([]);
    await photograph(anna, 'scheduled');
    expect(await ben.message('the tide turns at six').count()).toBe(0);
    await anna.at('scheduled-send').click();
    await ben.sees('the tide turns at six');
    await expect.poll(waiting, patience).toBe(0);
    await closeDialog();
    await anna.at('scheduled-open').waitFor({ state: 'detached' });
  });

  it('is there after a reload, can be moved, and taken back', async () => {
    await sendLater('never mind');
    await anna.at('schedule-send').click();
    await anna.at('scheduled-open').waitFor();
    await anna.page.reload();
    await anna.at('scheduled-open').click();
    await anna.at('scheduled-message').getByText('never mind').waitFor();
    const before = await anna.at('scheduled-message').innerText();
    await anna.at('scheduled-move').click();
    await anna.at('calendar-next').click();
    await anna.page.locator('[data-day="1"]').click();
    await anna.at('schedule-send').click();
    await anna.at('schedule-dialog').waitFor({ state: 'detached' });
    await expect.poll(() => anna.at('scheduled-message').innerText(), patience).not.toBe(before);
    expect(await waiting()).toBe(1);
    await anna.at('scheduled-remove').click();
    await expect.poll(waiting, patience).toBe(0);
    await closeDialog();
  });

  it('cannot be sent in the past', async () => {
    await sendLater('yesterday');
    await anna.at('schedule-time').fill('00:00');
    await expect.poll(() => anna.at('schedule-send').isDisabled(), patience).toBe(true);
    await closeDialog();
    expect(await anna.at('composer').inputValue()).toBe('yesterday');
    await anna.at('composer').fill('');
  });
});

describe('a date', () => {
  it('is gone to by the calendar', async () => {
    for (let number = 0; number < 30; number += 1) await anna.send(`wave ${number}`);
    await anna.seesState('wave 29', 'read');
    await anna.at('day-pill').getByRole('button').last().click();
    await anna.at('jump-dialog').waitFor();
    expect(await accessibilityProblems(anna.page)).toEqual([]);
    await photograph(anna, 'jump-to-date');
    await anna.page.locator('[aria-current=date]').click();
    await anna.at('jump-dialog').waitFor({ state: 'detached' });
    const first = anna.at('service-message').first();
    await expect.poll(() => first.isVisible(), patience).toBe(true);
    await expect.poll(() => anna.message('the tide turns at six').isVisible(), patience).toBe(true);
  });
});
