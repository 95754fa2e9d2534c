/** How a long conversation scrolls: frames, long tasks and nodes, printed and held to bounds. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from './api';
import { launchBrowser, password, Person } from './person';
import { Server } from './server';

const messages = Number(process.env.MESSAGES ?? 10_000);
const screens = 60;

let server: Server;
let browser: Browser;
let anna: Person;

beforeAll(async () => {
  server = await Server.start();
  browser = await launchBrowser();
  anna = await Person.sitDown(browser, server.url, 'anna');
});

afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

describe('a long conversation', () => {
  it('scrolls without stutter, with few nodes', { timeout: 600_000 }, async () => {
    await anna.signUp();
    await anna.startGroup('Long', []);
    const api = await Api.signIn(server.url, anna.username, password);
    const roomId = await anna.openRoomId();
    const batch = 20;
    for (let sent = 0; sent < messages; sent += batch) {
      await Promise.all(
        Array.from({ length: batch }, (_, index) =>
          api.send(roomId, [`message ${sent + index} ${'of some length '.repeat(index % 9)}`]),
        ),
      );
    }
    await anna.page.reload();
    await anna.at('message').last().waitFor();
    await anna.page.evaluate(() => {
      const seen = window as unknown as { frames: number[]; tasks: number[] };
      seen.frames = [];
      seen.tasks = [];
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) seen.tasks.push(duration);
      }).observe({ type: 'longtask' });
      let last = performance.now();
      const frame = (now: number) => {
        seen.frames.push(now - last);
        last = now;
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
    await anna.at('timeline').hover();
    let mostNodes = 0;
    for (let screen = 0; screen < screens; screen += 1) {
      for (let step = 0; step < 8; step += 1) {
        await anna.page.mouse.wheel(0, -100);
        await anna.page.waitForTimeout(16);
      }
      mostNodes = Math.max(mostNodes, await anna.at('message').count());
    }
    const { frames, tasks } = await anna.page.evaluate(() => {
      const seen = window as unknown as { frames: number[]; tasks: number[] };
      return { frames: seen.frames, tasks: seen.tasks };
    });
    const sorted = frames.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
    const perSecond = (1000 * frames.length) / frames.reduce((sum, length) => sum + length, 0);
    process.stdout.write(
      `${messages} messages: ${perSecond.toFixed(1)} frames/s, p95 ${at(0.95).toFixed(1)} ms, longest task ${Math.max(0, ...tasks)} ms (${tasks.length} over 50 ms), at most ${mostNodes} bubbles\n`,
    );
    expect(mostNodes).toBeLessThanOrEqual(120);
  });
});
