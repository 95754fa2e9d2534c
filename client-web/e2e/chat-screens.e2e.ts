/** Pictures of the middle column: conversations, the composer and what can be done with messages. Each is accessible. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { paint, scenes } from './artwork';
import { gather, madeUpDevices } from './gathering';
import { photograph } from './photograph';
import { setStage, type Stage } from './stage';

const picture = join(import.meta.dirname, 'picture.png');

let stage: Stage;

const { server, browser, anna } = await gather(['anna'], madeUpDevices);

beforeAll(async () => {
  await anna.signUp();
  await anna.setUpRecovery();
  stage = await setStage(server, browser, anna);
  await anna.row('Lighthouse keepers').waitFor();
});

const open = async (name: string) => {
  await anna.page.setViewportSize({ width: 1440, height: 900 });
  await anna.page.goto(`${server.url}/#/`);
  await anna.openChat(name);
};

const bubble = (words: string) =>
  anna.page.locator('[data-testid=message]', { hasText: words }).locator('[data-bubble]').last();

/** Where none is open, Escape would leave the chat. */
const closeMenus = () =>
  // The first Escape may be for the tooltip of what opened it.
  expect
    .poll(async () => {
      const isOpen = (await anna.page.getByRole('menu').count()) > 0;
      if (isOpen) await anna.page.keyboard.press('Escape');
      return isOpen;
    })
    .toBe(false);

/** A menu does not survive a change of the window. */
const reopened = (show: () => Promise<unknown>) => async () => {
  await closeMenus();
  await show();
  await anna.page.getByRole('menu').first().waitFor();
};

const choose = async (words: string, action: string) => {
  await bubble(words).click({ button: 'right', position: { x: 12, y: 8 } });
  await anna.at(`action-${action}`).click();
};

describe('conversations', () => {
  it('of several people and of two', async () => {
    await open('Lighthouse keepers');
    await anna.page.locator('[data-testid=message-image] [data-state=shown]').waitFor();
    await photograph(anna, 'chat-group');
    await anna.at('timeline').evaluate((view) => view.scrollTo(0, 120));
    await photograph(anna, 'chat-group-scrolled');
    await open('Ingrid Solberg');
    await anna.sees('In two weeks, if the weather holds. Bring warm socks 🧦');
    await photograph(anna, 'chat-direct');
  });

  it('of oneself, of nobody, and where one may not write', async () => {
    const { cast, self } = stage;
    await anna.openMenu('menu-saved');
    await anna.at('room-name').filter({ hasText: 'Saved messages' }).waitFor();
    await photograph(anna, 'chat-saved');
    const news = await cast.zola.createRoom({
      name: 'Tide tables',
      topic: 'High and low water, every morning',
      preset: 'private_chat',
      invite: [`@${anna.username}:localhost`],
      initial_state: [{ type: 'org.heliograph.kind', state_key: '', content: { kind: 'channel' } }],
      power_level_content_override: { events_default: 50 },
    });
    await self.join(news);
    await cast.zola.send(news, ['High water at 09:14, low water at 15:32']);
    await anna.row('Tide tables').click();
    await anna.at('composer-not-allowed').waitFor();
    await anna.sees('High water at 09:14, low water at 15:32');
    await photograph(anna, 'chat-channel');
    await anna.page.goto(`${server.url}/#/`);
    await anna.row('Harbour choir').click();
    await anna.at('invite-card').waitFor();
    await photograph(anna, 'chat-invite');
    await anna.page.goto(`${server.url}/#/!nowhere:localhost`);
    await anna.at('unknown-room').waitFor();
    await photograph(anna, 'chat-unknown');
  });

  it('with whatever people may write', async () => {
    const { cast, self, userId } = stage;
    const roomId = await cast.omar.createRoom({
      name: 'A group whose founder could not stop writing its name, which is why it is as long as this 🚢🌊',
      topic: 'long words '.repeat(30),
      preset: 'private_chat',
      invite: [`@${anna.username}:localhost`, userId('mei')],
    });
    await self.join(roomId);
    await cast.mei.join(roomId);
    await cast.mei.call('PUT', `/profile/${userId('mei')}/displayname`, {
      displayname: 'Donaudampfschifffahrtsgesellschaftskapitänswitwe 田中めい',
    });
    await cast.mei.send(roomId, [
      'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz'.repeat(2),
      'https://example.org/a/very/long/address/that/does/not/end?with=parameters&and=more'.repeat(
        2,
      ),
    ]);
    await cast.omar.send(roomId, [
      'مرحبا! هل نلتقي عند المنارة في التاسعة مساءً؟',
      'שלום, נפגשים ליד המגדלור?',
      'Z̷̢̛̮̼͎͚̹͚̗̞̫͍͖̮̹̳͇͎̠̯̹̲̱̟̖͇̥͈̬͈̍̒a̴l̵g̶o̷ text that climbs',
      '👩‍👩‍👧‍👦🏳️‍🌈',
      'short',
    ]);
    await self.send(roomId, ['سأكون هناك', 'ok', 'line one\nline two\n\nline four']);
    await open('A group whose founder');
    await anna.sees('ok');
    await photograph(anna, 'chat-hostile');
    await cast.mei.call('PUT', `/profile/${userId('mei')}/displayname`, {
      displayname: 'Mei Tanaka',
    });
  });
});

describe('the composer', () => {
  it('answers, edits and formats', async () => {
    await open('Lighthouse keepers');
    await choose('Who takes the watch tonight?', 'reply');
    await anna
      .at('composer')
      .fill(
        'I know somebody who would love to, and this goes on for a while so that it needs more than a single line of the field, and then some more.',
      );
    await photograph(anna, 'composer-reply');
    await anna.at('composer').fill('');
    await anna.at('composer-context-cancel').click();
    await choose('Somebody please leave me coffee', 'edit');
    await photograph(anna, 'composer-edit');
    await anna.at('composer-context-cancel').click();
    await photograph(anna, 'composer-format', async () => {
      await anna.at('composer').fill('light at dusk');
      await anna.at('composer').press('ControlOrMeta+a');
      await anna.at('format-bar').waitFor();
    });
    await anna.at('composer').fill('');
  });

  it('suggests', async () => {
    await photograph(anna, 'composer-people', async () => {
      await anna.at('composer').fill('');
      await anna.type('@');
      await anna.at('completion-option').first().waitFor();
    });
    await photograph(anna, 'composer-emoji', async () => {
      await anna.at('composer').fill('');
      await anna.type(':wav');
      await anna.at('completion-option').first().waitFor();
    });
    await photograph(anna, 'composer-commands', async () => {
      await anna.at('composer').fill('');
      await anna.type('/');
      await anna.at('completion-option').first().waitFor();
    });
    await anna.at('composer').fill('');
  });

  it('opens menus and panels', async () => {
    await photograph(
      anna,
      'composer-attach',
      reopened(() => anna.at('attach-button').click()),
    );
    await closeMenus();
    await anna.at('composer').fill('quietly');
    await photograph(
      anna,
      'composer-send-menu',
      reopened(() => anna.at('send-button').click({ button: 'right' })),
    );
    await closeMenus();
    await anna.at('composer').fill('');
    const { self } = stage;
    await photograph(anna, 'stickers-none', () => openPanel('Stickers'));
    const stickers = await Promise.all(
      Object.values(scenes).map(async (scene, index) => {
        const url = await self.upload(await paint(browser, scene, 256, 256), 'image/jpeg');
        return [`scene${index}`, { url, body: 'A scene', info: { w: 256, h: 256 } }] as const;
      }),
    );
    const own = encodeURIComponent(`@${anna.username}:localhost`);
    await self.call('PUT', `/user/${own}/account_data/im.ponies.user_emotes`, {
      images: Object.fromEntries(stickers),
    });
    await photograph(anna, 'stickers', async () => {
      await openPanel('Stickers');
      await anna.at('sticker').first().waitFor();
    });
    await photograph(anna, 'emoji', async () => {
      await openPanel('Emoji');
      await anna.at('emoji').first().waitFor();
    });
    await anna.page.keyboard.press('Escape');
  });

  async function openPanel(tab: string): Promise<void> {
    if (await anna.at('emoji-panel').isVisible()) await anna.page.keyboard.press('Escape');
    await anna.at('emoji-panel').waitFor({ state: 'detached' });
    await anna.at('emoji-button').click();
    await anna.at('emoji-panel').getByRole('tab', { name: tab }).click();
  }

  it('sends files and voices', async () => {
    await anna.at('attach-input-media').setInputFiles([picture, picture]);
    await anna.at('send-files').waitFor();
    await photograph(anna, 'files-pictures');
    await anna.page.keyboard.press('Escape');
    await anna.at('attach-input-file').setInputFiles({
      name: 'A-log-book-with-a-name-that-is-longer-than-the-dialog-is-wide-2026.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.alloc(81_920),
    });
    await anna.at('send-files').waitFor();
    await photograph(anna, 'files-document');
    await anna.page.keyboard.press('Escape');
    await anna.at('send-files').waitFor({ state: 'detached' });
    await anna.page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x'], 'x.txt'));
      window.dispatchEvent(new DragEvent('dragover', { dataTransfer, cancelable: true }));
    });
    await anna.at('drop-zone').waitFor();
    await photograph(anna, 'files-drop');
    await anna.page.evaluate(() => window.dispatchEvent(new DragEvent('dragleave')));
    await anna.at('voice-record').click();
    await anna.at('voice-bar').waitFor();
    await anna.at('voice-bar').getByText('0:01').waitFor();
    await photograph(anna, 'voice');
    await anna.at('voice-cancel').click();
  });
});

describe('messages', () => {
  it('have menus and dialogs', async () => {
    const menu = (words: string) =>
      reopened(() => bubble(words).click({ button: 'right', position: { x: 14, y: 8 } }));
    await photograph(anna, 'message-menu', menu('Thank you Anna.'));
    await photograph(anna, 'message-menu-own', menu('Somebody please leave me coffee'));
    await closeMenus();
    await choose('Somebody please leave me coffee', 'delete');
    await photograph(anna, 'dialog-delete');
    await anna.page.keyboard.press('Escape');
    await choose('Thank you Anna.', 'forward');
    await anna.at('forward-target').nth(1).click();
    await photograph(anna, 'dialog-forward');
    await anna.page.keyboard.press('Escape');
    await choose('Thank you Anna.', 'report');
    await photograph(anna, 'dialog-report');
    await anna.page.keyboard.press('Escape');
    await bubble('Thank you Anna.').click({ button: 'right', position: { x: 14, y: 8 } });
    await anna.at('more-reactions').click();
    await anna.at('emoji').first().waitFor();
    await photograph(anna, 'dialog-reactions');
    await anna.page.keyboard.press('Escape');
    await anna.at('reaction-picker').waitFor({ state: 'detached' });
  });

  it('are chosen, pinned and played', async () => {
    await open('Lighthouse keepers');
    await choose('Thank you Anna.', 'select');
    await bubble('Somebody please leave me coffee').click({ force: true });
    await photograph(anna, 'selection');
    await anna.at('selection-cancel').click();
    await anna.at('composer').waitFor();
    await choose('Who takes the watch tonight?', 'pin');
    await anna.at('pinned-bar').waitFor();
    await choose('Thank you Anna.', 'pin');
    await anna.at('pinned-all').waitFor();
    await anna.at('voice-play').click();
    await anna.at('player-strip').waitFor();
    await photograph(anna, 'strips');
    await anna.at('pinned-all').click();
    await photograph(anna, 'pinned-list');
    await anna.page.keyboard.press('Escape');
  });

  it('arrive while one reads elsewhere', async () => {
    const { cast, rooms } = stage;
    await anna.at('timeline').evaluate((view) => view.scrollTo(0, 0));
    await cast.theo.send(rooms.keepers, ['The kettle is on', 'And there are cinnamon buns']);
    await anna.at('scroll-to-bottom').getByText('2').first().waitFor();
    await photograph(anna, 'unread-below');
    await anna.page.goto(`${server.url}/#/`);
    await cast.theo.send(rooms.keepers, ['Two are left', 'One is left']);
    await anna.row('Lighthouse keepers').getByTestId('unread-badge').waitFor();
    await anna.openChat('Lighthouse keepers');
    await anna.sees('One is left');
    await photograph(anna, 'unread-bar');
  });

  it('are talked about in threads', async () => {
    const { cast, rooms } = stage;
    const root = await cast.mei.sendEvent(rooms.keepers, 'm.room.message', {
      msgtype: 'm.text',
      body: 'What do we paint first, the door or the railing?',
    });
    for (const [who, body] of [
      ['theo', 'The railing, it rusts'],
      ['omar', 'The door is what people see'],
    ] as const) {
      await cast[who].sendEvent(rooms.keepers, 'm.room.message', {
        msgtype: 'm.text',
        body,
        'm.relates_to': { rel_type: 'm.thread', event_id: root },
      });
    }
    await anna.at('timeline').evaluate((view) => view.scrollTo(0, view.scrollHeight));
    const footer = anna.page.locator(`[data-event-id="${root}"]`).getByTestId('thread-footer');
    await footer.getByText('2').waitFor();
    await footer.click();
    await anna.at('thread').getByText('The railing, it rusts').waitFor();
    await photograph(anna, 'thread');
    await anna.page.goBack();
    await anna.at('thread').waitFor({ state: 'detached' });
  });

  it('are copied, which is told', async () => {
    await anna.context.grantPermissions(['clipboard-read', 'clipboard-write'], {
      origin: server.url,
    });
    await photograph(anna, 'toast', async () => {
      await choose('One is left', 'copyLink');
      await anna.at('toast').getByText(/./u).waitFor();
    });
  });
});
