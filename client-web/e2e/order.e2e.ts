/** What one arranges for oneself: the order of pinned chats and folders, the sound of a chat, links that lead here. */
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from './axe';
import { gather } from './gathering';
import type { Person } from './person';
import { photograph } from './photograph';

const { server, anna, ben } = await gather(['anna', 'ben']);

/** Keeps the heights of all notes that are played. */
function listen(): void {
  const heard: number[] = [];
  Object.assign(window, { heard });
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function play(this: OscillatorNode, when?: number) {
    heard.push(Math.round(this.frequency.value));
    start.call(this, when);
  };
}

beforeAll(() => anna.context.addInitScript(listen));

const names = (person: Person) => person.at('chat-row-name').allInnerTexts();
const heard = () => anna.page.evaluate(() => [...(window as unknown as { heard: number[] }).heard]);

const chatMenu = async (name: string, item: string) => {
  await anna.row(name).click({ button: 'right' });
  await anna.at(item).click();
  await anna.page.getByRole('menu').waitFor({ state: 'detached' });
};

/** Takes something with the mouse and lets it go elsewhere, the way a hand does. */
async function drag(from: Locator, to: Locator, meanwhile?: () => Promise<void>): Promise<void> {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (!start || !end) throw new Error('Nothing to drag');
  const { mouse } = anna.page;
  const x = start.x + start.width / 2;
  const way = end.y - start.y;
  await mouse.move(x, start.y + start.height / 2);
  await mouse.down();
  await mouse.move(x, start.y + start.height / 2 + way * 1.05, { steps: 8 });
  await meanwhile?.();
  await mouse.up();
}

describe('pinned chats', () => {
  it('are dragged to another place, and stay there', async () => {
    await Promise.all([anna.signUp(), ben.signUp()]);
    for (const name of ['Oak', 'Birch', 'Maple', 'Alder']) await anna.startGroup(name, []);
    for (const name of ['Maple', 'Birch', 'Oak']) await chatMenu(name, 'chat-pin');
    await expect.poll(() => names(anna)).toEqual(['Oak', 'Birch', 'Maple', 'Alder']);
    await drag(anna.row('Maple'), anna.row('Oak'), async () => {
      await anna.photograph('screenshots', 'pins-dragged');
    });
    await expect.poll(() => names(anna)).toEqual(['Maple', 'Oak', 'Birch', 'Alder']);
    // A row that was dragged was not pressed.
    await anna.at('room-name').filter({ hasText: 'Alder' }).waitFor();
    await anna.page.reload();
    // It stands over the chats, which move down when it comes.
    await anna.at('strip-recovery').waitFor();
    await expect.poll(() => names(anna)).toEqual(['Maple', 'Oak', 'Birch', 'Alder']);
  });

  it('do not move among those that are not pinned, or when the drag is called off', async () => {
    await drag(anna.row('Maple'), anna.row('Oak'), async () => {
      // A browser may hand over a key before the moves of the mouse that came first.
      await anna.page.locator('[data-sorting]').waitFor();
      await anna.page.keyboard.press('Escape');
    });
    await drag(anna.row('Alder'), anna.row('Maple'));
    expect(await names(anna)).toEqual(['Maple', 'Oak', 'Birch', 'Alder']);
  });

  it('are moved by the menu, too', async () => {
    await chatMenu('Birch', 'chat-pin-up');
    await expect.poll(() => names(anna)).toEqual(['Maple', 'Birch', 'Oak', 'Alder']);
    await chatMenu('Maple', 'chat-pin-down');
    await expect.poll(() => names(anna)).toEqual(['Birch', 'Maple', 'Oak', 'Alder']);
    await anna.row('Oak').click();
    await anna.at('room-name').filter({ hasText: 'Oak' }).waitFor();
  });
});

describe('folders', () => {
  it('are dragged by their handles', async () => {
    await anna.openMenu('menu-folders');
    for (const name of ['Work', 'Home', 'Choir']) {
      await anna.at('folder-new').click();
      await anna.at('folder-name').fill(name);
      await anna.at('folder-kind-group').click();
      await anna.at('folder-save').click();
    }
    const handles = anna.at('folder-handle');
    await expect.poll(() => handles.count()).toBe(3);
    await photograph(anna, 'folders-order');
    await drag(handles.nth(2), handles.nth(0));
    const tabs = () => anna.at('folder-tabs').getByRole('tab').allInnerTexts();
    await expect.poll(tabs).toEqual(['All', 'Choir', 'Work', 'Home']);
    await anna.at('panel-back').click();
  });
});

describe('a chat', () => {
  it('makes itself heard by a sound of its own', async () => {
    await ben.startPrivateChat(anna);
    await anna.acceptInvite(ben.username);
    await anna.openChat(ben.username);
    await anna.at('room-info').click();
    await anna.at('info-sound').click();
    await anna.at('sound-bell').check();
    // It is heard as it is chosen, once the browser lets it be.
    await anna.at('sound-drop').check();
    await anna.at('sound-bell').check();
    await expect.poll(heard).toContain(1319);
    await photograph(anna, 'sound-dialog');
    expect(await accessibilityProblems(anna.page)).toEqual([]);
    await anna.page.keyboard.press('Escape');
    await anna.openChat('Oak');
    const before = (await heard()).length;
    await ben.send('Ding');
    await expect.poll(async () => (await heard()).slice(before)).toEqual([1319, 2637]);
  });

  it('is silent when that is wanted', async () => {
    await anna.openChat(ben.username);
    await anna.at('room-info').click();
    await anna.at('info-sound').click();
    await anna.at('sound-none').check();
    await anna.page.keyboard.press('Escape');
    await anna.at('info-sound').filter({ hasText: 'No sound' }).waitFor();
    await anna.openChat('Oak');
    const before = (await heard()).length;
    await ben.send('Hush');
    await anna.row(ben.username).getByTestId('unread-badge').waitFor();
    expect((await heard()).slice(before)).toEqual([]);
  });
});

describe('a link to a chat, on another page', () => {
  it('leads to the chat, which is shown before one goes in', async () => {
    await ben.openMenu('menu-new-channel');
    await ben.at('channel-name').fill('Harbour news');
    await ben.at('channel-public').click();
    await ben.at('channel-create').click();
    await ben.at('room-name').filter({ hasText: 'Harbour news' }).waitFor();
    const link = `web+matrix:roomid/${(await ben.openRoomId()).slice(1)}?via=localhost`;
    const address = `${server.url}/#/?panel=join&link=${encodeURIComponent(link)}`;
    await anna.page.goto(address);
    await anna.at('room-preview').getByText('Harbour news').waitFor();
    await photograph(anna, 'link-handled');
    await anna.at('join-enter').click();
    await anna.at('room-name').filter({ hasText: 'Harbour news' }).waitFor();
  });

  it('writes to nobody by itself', async () => {
    const link = `matrix:u/somebody-${anna.username}:localhost`;
    const rooms = await anna.at('chat-row').count();
    await anna.page.goto(`${server.url}/#/?panel=join&link=${encodeURIComponent(link)}`);
    await expect.poll(() => anna.at('join-link').inputValue()).toBe(link);
    expect(await anna.at('room-preview').count()).toBe(0);
    await anna.at('panel-back').click();
    await expect.poll(() => anna.at('chat-row').count()).toBe(rooms);
  });
});
