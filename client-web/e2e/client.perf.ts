/**
 * How fast the client is for an account with a thousand chats, and in a chat of ten thousand messages. Prints what was
 * measured beside what it must reach, and fails where one falls short.
 */
import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Crowd, inLanes, longName, roomName, seedCrowd } from './crowd';
import { missed, note, noteFloor, table } from './figures';
import { launchBrowser, password, Person } from './person';
import { Server } from './server';
import { markFirstSight, markInput, markSight, Trace } from './trace';

const rooms = Number(process.env.ROOMS ?? 1_000);
const longMessages = Number(process.env.MESSAGES ?? 10_000);
const messagesPerRoom = 20;
/** How often what is short is measured: the middle one counts. */
const times = 9;
const scrollMs = 60_000;
/** High enough for twenty chats. */
const viewport = { width: 1440, height: 1700 };

const chats = { selector: '[data-testid=chat-row-name]', atLeast: 20, text: '' };

let server: Server;
let browser: Browser;
let crowd: Crowd;
let reader: Person;

beforeAll(async () => {
  server = await Server.start();
  browser = await launchBrowser();
  crowd = await seedCrowd(server.url, { rooms, messages: messagesPerRoom, longMessages });
  reader = await Person.sitDown(browser, server.url, 'reader');
  await reader.page.setViewportSize(viewport);
});

afterAll(async () => {
  process.stdout.write(`\n${table()}\n\n`);
  if (server?.log) process.stderr.write(`Server log:\n${server.log}\n`);
  await browser?.close();
  await server?.dispose();
});

const middle = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Waits until the list holds all the chats. */
async function hasAllChats(): Promise<void> {
  const size = () =>
    reader.at('chat-list').locator('[aria-setsize]').first().getAttribute('aria-setsize');
  await expect.poll(size, { timeout: 120_000 }).toBe(String(rooms + 1));
}

async function findChat(name: string): Promise<void> {
  await reader.at('search-field').fill(name);
  await reader.at('search-chat').filter({ hasText: name }).first().click();
  await reader.at('room-name').filter({ hasText: name }).waitFor();
  await reader.at('message').last().waitFor();
}

function noteTasks(what: string, trace: Trace): void {
  const { worked, took } = trace.longestTask();
  note(`Longest task of the page ${what}`, worked, 'ms', 50, ` (took ${took.toFixed(0)} ms)`);
  if (worked > 50) process.stdout.write(`${what}: ${trace.whatFilledIt()}\n`);
}

describe('an account with a thousand chats', () => {
  it('is signed in to', async () => {
    await reader.page.goto(`${server.url}/login/`);
    await reader.at('auth-username').fill(crowd.username);
    await reader.at('auth-password').fill(password);
    const trace = await Trace.of(browser, reader.page, async () => {
      const sighted = await markSight(reader.page, 'chats', chats);
      await markInput(reader.page, 'sign in', 'click');
      await reader.at('auth-submit').click();
      await sighted();
      await hasAllChats();
      await reader.page.waitForTimeout(3_000);
    });
    note('Sign-in, until 20 chats are painted', trace.between('sign in', 'chats'), 'ms', 2_500);
    noteTasks(`while ${rooms} chats come in`, trace);
  });

  it('gets a message in each', async () => {
    const trace = await Trace.of(browser, reader.page, async () => {
      await inLanes(rooms, async (index) => {
        const content = { msgtype: 'm.text', body: `news of ${roomName(index)}` };
        await crowd.writer.sendEvent(crowd.roomIds[index] ?? '', 'm.room.message', content);
      });
      await reader.page.waitForTimeout(2_000);
    });
    noteTasks(`while ${rooms} chats get a message`, trace);
  });

  it('is opened again', async () => {
    const warm: number[] = [];
    const traces: Trace[] = [];
    for (let time = 0; time < 5; time += 1) {
      // What was changed last is written down a moment later.
      await reader.page.waitForTimeout(3_000);
      await reader.page.close();
      await new Promise((done) => setTimeout(done, 2_000));
      reader.turnTo(await reader.context.newPage());
      await reader.page.setViewportSize(viewport);
      await markFirstSight(reader.page, 'chats', chats);
      await reader.page.addInitScript(() => performance.mark('opened', { startTime: 0 }));
      const trace = await Trace.of(browser, reader.page, async () => {
        await reader.page.goto(server.url);
        await hasAllChats();
        await reader.page.waitForTimeout(4_000);
      });
      warm.push(trace.between('opened', 'chats'));
      traces.push(trace);
    }
    note('Start, until 20 chats are painted', middle(warm), 'ms', 1_000);
    const sorted = traces.toSorted((a, b) => a.longestTask().worked - b.longestTask().worked);
    noteTasks('while it starts', sorted[Math.floor(sorted.length / 2)] as Trace);
  });

  it('opens a chat, and sends', async () => {
    const opened: number[] = [];
    const sent: number[] = [];
    const [first, second] = [rooms - 1, rooms - 2].map(roomName) as [string, string];
    await findChat(second);
    await findChat(first);
    for (let time = 0; time < times; time += 1) {
      const name = time % 2 === 0 ? second : first;
      const row = reader.row(name).first();
      await row.scrollIntoViewIfNeeded();
      const open = await Trace.of(browser, reader.page, async () => {
        const text = `0 of ${name}`;
        const selector = '[data-testid=timeline] [data-testid=message]';
        const sighted = await markSight(reader.page, 'messages', { selector, atLeast: 15, text });
        await markInput(reader.page, 'press', 'mousedown');
        await row.click();
        await sighted();
      });
      opened.push(open.between('press', 'messages'));

      const text = `mine ${time}`;
      await reader.at('composer').fill(text);
      const send = await Trace.of(browser, reader.page, async () => {
        const selector = '[data-testid=timeline] [data-testid=message]';
        const sighted = await markSight(reader.page, 'message', { selector, atLeast: 1, text });
        await markInput(reader.page, 'enter', 'keydown');
        await reader.at('composer').press('Enter');
        await sighted();
      });
      sent.push(send.between('enter', 'message'));
    }
    note(
      'A chat that was open before, from the press until it is painted',
      middle(opened),
      'ms',
      100,
    );
    note('An own message, from the key until it is painted', middle(sent), 'ms', 50);
  });
});

describe('a chat of ten thousand messages', () => {
  it('is scrolled through', async () => {
    await findChat(longName);
    let most = 0;
    const timeline = reader.at('timeline');
    await timeline.hover();
    await reader.page.evaluate(() => {
      const frame = () => void requestAnimationFrame(frame);
      frame();
    });
    const trace = await Trace.of(browser, reader.page, async () => {
      await reader.page.evaluate(() => void performance.mark('from'));
      const endAt = Date.now() + scrollMs;
      while (Date.now() < endAt) {
        for (let step = 0; step < 20; step += 1) {
          await reader.page.mouse.wheel(0, -120);
          await reader.page.waitForTimeout(16);
        }
        most = Math.max(most, await reader.at('message').count());
        if ((await timeline.getAttribute('data-backwards')) === 'end') break;
      }
      await reader.page.evaluate(() => void performance.mark('to'));
    });
    const shown = await reader.at('message').first().innerText();
    process.stdout.write(`scrolled up to: ${shown.split('\n')[0]}\n`);
    noteFloor('Frames while scrolling', trace.framesPerSecond('from', 'to'), 'a second', 55);
    note('Work of the page for a frame', trace.workPerFrame('from', 'to'), 'ms', 18);
    noteTasks('while scrolling', trace);
    note('Messages that exist as nodes', most, '', 120);
  });
});

describe('what it takes', () => {
  it('is measured', async () => {
    const session = await reader.context.newCDPSession(reader.page);
    note('Heap of the page', (await heapBytes(session)) / 1_000_000, 'MB', 150);
  });

  it('stays within what is agreed', () => {
    expect(missed()).toEqual([]);
    expect(reader.complaints).toEqual([]);
  });
});

async function heapBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}
