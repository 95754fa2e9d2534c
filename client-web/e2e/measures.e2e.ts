/** What is drawn has the sizes of the design, and fits into windows of any width, in both directions of writing. */
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { gather } from './gathering';
import { setStage, type Stage } from './stage';

let stage: Stage;

const { server, browser, anna } = await gather(['anna']);

beforeAll(async () => {
  await anna.signUp();
  await anna.setUpRecovery();
  stage = await setStage(server, browser, anna);
  await anna.openChat('Lighthouse keepers');
  await anna.sees('Who takes the watch tonight?');
});

const px = (place: Locator, property: string) =>
  place
    .first()
    .evaluate(
      (element, name) => Number.parseFloat(getComputedStyle(element).getPropertyValue(name)),
      property,
    );
const find = (selector: string) => anna.page.locator(selector);
const message = (words: string) => anna.message(words).first();
const bubble = (words: string) => message(words).locator('[data-bubble]');
/** From the upper corner at the start, clockwise. */
const corners = async (words: string) =>
  Promise.all(
    ['top-left', 'top-right', 'bottom-right', 'bottom-left'].map((corner) =>
      px(bubble(words), `border-${corner}-radius`),
    ),
  );

describe('sizes', () => {
  it.each([
    ['a row of the list', '[data-testid=chat-row]', 'height', 72],
    ['a face in it', '[data-testid=chat-row] [data-size="54"]', 'width', 54],
    ['its name', '[data-testid=chat-row-name]', 'font-size', 16],
    ['the field of the search', '[data-testid=search-field]', 'height', 44],
    ['the button for a new chat', '[data-testid=new-chat-button]', 'width', 54],
    ['the bar over a chat', '[data-testid=room-header] > div', 'height', 48],
    ['a face beside messages', '[data-testid=timeline] [data-size="34"]', 'width', 34],
    ['the text of a message', '[data-bubble]', 'font-size', 16],
    ['the name over it', '[data-testid=message-sender]', 'font-size', 14],
    ['the time in it', '[data-bubble] time', 'font-size', 12],
    ['the words of a day', '[data-testid=day-pill] > button', 'font-size', 15],
    ['a reaction', '[data-testid=reaction]', 'height', 30],
    ['the waves of a voice', '[data-testid=message-voice] [role=slider]', 'height', 23],
    ['the field to write in', '[data-testid=composer]', 'line-height', 22],
  ])('of %s', async (_name, selector, property, wanted) => {
    expect(await px(find(selector), property)).toBeCloseTo(wanted, 0);
  });

  it('of bubbles: corners by their place in a group, with gaps between', async () => {
    const { cast, rooms, self } = stage;
    await cast.mei.send(rooms.keepers, ['first of three', 'second of three', 'third of three']);
    await self.send(rooms.keepers, ['alone']);
    await anna.sees('alone');
    expect(await corners('first of three')).toEqual([15, 15, 15, 6]);
    expect(await corners('second of three')).toEqual([6, 15, 15, 6]);
    expect(await corners('third of three')).toEqual([6, 15, 15, 0]);
    expect(await corners('alone')).toEqual([15, 15, 0, 15]);
    expect(await px(message('second of three'), 'margin-bottom')).toBe(6);
    expect(await px(message('third of three'), 'margin-bottom')).toBe(10);
    const padding = ['top', 'right', 'bottom', 'left'].map((side) =>
      px(bubble('alone'), `padding-${side}`),
    );
    expect(await Promise.all(padding)).toEqual([5, 8, 6, 8]);
  });
});

describe('the words of a message', () => {
  it('make their bubble as wide as the longest line', async () => {
    const { cast, rooms } = stage;
    // The last word does not fit into the line and leaves much of it empty.
    const words = `A sentence that ends some way before the edge ${'x'.repeat(30)}`;
    await cast.omar.send(rooms.keepers, [words]);
    await anna.sees(words);
    const empty = () =>
      bubble(words).evaluate((element) => {
        const lines = [
          ...(element.querySelector('[data-testid=message-body]')?.getClientRects() ?? []),
        ];
        const widest = Math.max(...lines.map(({ width }) => width));
        const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(element);
        const padding = Number.parseFloat(paddingInlineStart) + Number.parseFloat(paddingInlineEnd);
        return Math.round(element.getBoundingClientRect().width - padding - widest);
      });
    await expect.poll(empty).toBeLessThanOrEqual(1);
    const whole = (await bubble(words).boundingBox())?.width ?? 0;
    await anna.page.setViewportSize({ width: 390, height: 800 });
    await expect.poll(async () => (await bubble(words).boundingBox())?.width).toBeLessThan(whole);
    await anna.page.setViewportSize({ width: 1440, height: 900 });
    await expect.poll(async () => (await bubble(words).boundingBox())?.width).toBe(whole);
  });
});

describe('the list of chats', () => {
  const width = async () => Math.round((await anna.at('left-column').boundingBox())?.width ?? 0);

  it('is made wider and narrower by dragging and by keys, also for the next start', async () => {
    await anna.page.setViewportSize({ width: 1440, height: 900 });
    const usual = await width();
    const handle = await anna.at('list-handle').boundingBox();
    const from = { x: (handle?.x ?? 0) + (handle?.width ?? 0) / 2, y: 400 };
    await anna.page.mouse.move(from.x, from.y);
    await anna.page.mouse.down();
    await anna.page.mouse.move(from.x + 40, from.y, { steps: 4 });
    await expect.poll(width).toBe(usual + 40);
    await anna.page.mouse.move(from.x + 400, from.y, { steps: 4 });
    await expect.poll(width).toBe(500);
    await anna.page.mouse.up();
    await anna.at('list-handle').focus();
    await anna.page.keyboard.press('ArrowLeft');
    await expect.poll(width).toBe(484);
    await anna.page.reload();
    await anna.at('chat-list').waitFor();
    await expect.poll(width).toBe(484);
    await anna.at('list-handle').focus();
    await anna.page.keyboard.press('Home');
    await expect.poll(width).toBe(260);
    await anna.at('list-handle').dblclick();
    await expect.poll(width).toBe(usual);
  });
});

describe('a dialog', () => {
  it('fades when it is closed, and is in nobody’s way', async () => {
    await anna.page.goto(`${server.url}/#/?panel=settings/profile`);
    await anna.at('own-qr').click();
    await anna.at('qr-dialog').waitFor();
    const left = anna.page.locator('[popover][data-left]');
    const isLeft = left.waitFor({ state: 'attached' });
    await anna.page.keyboard.press('Escape');
    await isLeft;
    expect(await anna.at('qr-dialog').count()).toBe(0);
    await left.waitFor({ state: 'detached' });
    await anna.page.goto(`${server.url}/#/`);
    await anna.openChat('Lighthouse keepers');
  });
});

describe.each(['ltr', 'rtl'])('written %s', (direction) => {
  it('everything fits into any window', async () => {
    await anna.page.evaluate((dir) => (document.documentElement.dir = dir), direction);
    for (const width of [320, 360, 600, 768, 925, 1024, 1275, 1440, 1920, 2560]) {
      await anna.page.setViewportSize({ width, height: 800 });
      const outside = () =>
        anna.page.evaluate(() => {
          const isShown = (element: Element) => element.closest('[inert]') === null;
          return ['room-header', 'composer', 'message', 'chat-row', 'search-field']
            .flatMap((id) => [...document.querySelectorAll(`[data-testid=${id}]`)])
            .filter(isShown)
            .map(
              (element) =>
                [element.getAttribute('data-testid'), element.getBoundingClientRect()] as const,
            )
            .filter(([, { left, right }]) => left < -0.5 || right > innerWidth + 0.5)
            .map(([id, { left, right }]) => `${id} from ${left} to ${right}`);
        });
      // Columns slide to where they belong.
      await expect.poll(outside, { message: `at ${width} px` }).toEqual([]);
    }
  });
});
