/** What can be in a message and what can be done with it, between two people. The tests build on each other, in order. */
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { Api } from './api';
import { gather, meetInGroup } from './gathering';
import { password, type Person } from './person';
import { picture, tone } from './pictures';

let api: Api;
let roomId: string;

const { server, anna, ben } = await gather(['anna', 'ben']);

const say = (content: Record<string, unknown>, type = 'm.room.message') =>
  api.sendEvent(roomId, type, content);

const html = (body: string, formatted_body: string) =>
  say({ msgtype: 'm.text', body, format: 'org.matrix.custom.html', formatted_body });

/** The message of an event, wherever it is on the screen. */
const of = (person: Person, eventId: string): Locator =>
  person.page.locator(`[data-testid=message][data-event-id="${eventId}"]`);

async function choose(person: Person, message: Locator, action: string): Promise<void> {
  await message.locator('[data-bubble]').click({ button: 'right', position: { x: 12, y: 8 } });
  await person.at(`action-${action}`).click();
}

describe('a group of two', () => {
  it('comes together', async () => {
    await meetInGroup('Lighthouse', anna, ben);
    api = await Api.signIn(server.url, anna.username, password);
    roomId = await anna.openRoomId();
  });
});

describe('formatted text', () => {
  it('looks as it was written, and hides what is to be hidden', async () => {
    const eventId = await html(
      'x',
      '<b>bold</b> <i>it</i> <code>mono</code> <span data-mx-spoiler>secret</span><ul><li>one</li></ul>',
    );
    const message = of(ben, eventId);
    await expect.poll(() => message.locator('b').innerText()).toBe('bold');
    await message.getByTestId('spoiler').click();
    await message.getByText('secret').waitFor();
    expect(await message.getByTestId('spoiler').count()).toBe(0);
  });

  it('colours code', async () => {
    const eventId = await html('x', '<pre><code class="language-rust">fn main() {}</code></pre>');
    await of(ben, eventId).locator('[data-kind=keyword]').first().waitFor();
  });

  it('asks before a link that pretends to lead elsewhere', async () => {
    const eventId = await html('x', '<a href="https://evil.example/">https://bank.example/</a>');
    await of(ben, eventId).getByRole('link').click();
    await ben.page.getByText('This link leads somewhere else').waitFor();
    await ben.page.keyboard.press('Escape');
  });
});

describe('answers and reactions', () => {
  let first: string;

  it('an answer quotes what it answers and leads there', async () => {
    first = await say({ msgtype: 'm.text', body: 'Shall we meet?' });
    const reply = await say({
      msgtype: 'm.text',
      body: 'Yes',
      'm.relates_to': { 'm.in_reply_to': { event_id: first } },
    });
    const quote = of(ben, reply).getByTestId('message-reply');
    await expect.poll(() => quote.innerText()).toContain('Shall we meet?');
    await quote.click();
    await expect.poll(() => of(ben, first).getAttribute('data-jumped')).not.toBeNull();
  });

  it('a reaction is seen by both, counted, and taken back', async () => {
    const message = of(ben, first);
    await message.locator('[data-bubble]').click({ button: 'right', position: { x: 12, y: 8 } });
    await ben.at('quick-reaction').first().click();
    await message.locator('[data-testid=reaction][aria-pressed=true]').waitFor();
    const chip = of(anna, first).getByTestId('reaction');
    await chip.waitFor();
    await chip.click();
    await expect
      .poll(() => of(ben, first).getByTestId('reaction').getAttribute('data-count'))
      .toBe('2');
    await of(ben, first).getByTestId('reaction').click();
    await of(ben, first).locator('[data-testid=reaction][aria-pressed=false]').waitFor();
    await expect.poll(() => chip.getAttribute('data-count')).toBe('1');
  });

  it('an edit is marked and its history told', async () => {
    const content = { msgtype: 'm.text', body: 'Shall we meet tomorrow?' };
    await say({
      ...content,
      body: `* ${content.body}`,
      'm.new_content': content,
      'm.relates_to': { rel_type: 'm.replace', event_id: first },
    });
    await of(ben, first).getByText('Shall we meet tomorrow?').waitFor();
    await of(ben, first).getByTestId('message-edited').click();
    await expect.poll(() => ben.at('version').count()).toBe(2);
    await ben.page.keyboard.press('Escape');
  });
});

describe('what can be done with a message', () => {
  it('is pinned for all, and the bar leads to it', async () => {
    const eventId = await say({ msgtype: 'm.text', body: 'Meeting point: pier 4' });
    await choose(anna, of(anna, eventId), 'pin');
    const bar = ben.at('pinned-bar');
    await bar.getByText('Meeting point: pier 4').waitFor();
    await ben.at('pinned-message').click();
    await expect.poll(() => of(ben, eventId).getAttribute('data-jumped')).not.toBeNull();
  });

  it('is deleted for all', async () => {
    const eventId = await say({ msgtype: 'm.text', body: 'a slip' });
    await of(ben, eventId).waitFor();
    await choose(anna, of(anna, eventId), 'delete');
    await anna.at('delete-confirm').click();
    await expect.poll(() => of(ben, eventId).count()).toBe(0);
    expect(await of(anna, eventId).count()).toBe(0);
  });

  it('tells who has read it', async () => {
    const eventId = await say({ msgtype: 'm.text', body: 'read me' });
    await ben.page.bringToFront();
    await of(ben, eventId).waitFor();
    await expect.poll(() => of(anna, eventId).getAttribute('data-state')).toBe('read');
    await choose(anna, of(anna, eventId), 'seen');
    await anna.at('readers-dialog').getByText(ben.username).waitFor();
    await anna.page.keyboard.press('Escape');
  });

  it('is forwarded with its sender, several at once', async () => {
    await ben.startPrivateChat(anna);
    await anna.acceptInvite(ben.username);
    await ben.openChat('Lighthouse');
    const one = await say({ msgtype: 'm.text', body: 'first of two' });
    const two = await say({ msgtype: 'm.text', body: 'second of two' });
    await of(ben, two).waitFor();
    await choose(ben, of(ben, one), 'select');
    await of(ben, two).getByTestId('select-message').click();
    await ben.at('selection-bar').getByText('2 messages').waitFor();
    await ben.at('selection-forward').click();
    await ben.at('forward-target').filter({ hasText: anna.username }).click();
    await ben.at('forward-send').click();
    await ben.openChat(anna.username);
    await ben.sees('second of two');
    await expect.poll(() => ben.at('message-forwarded').count()).toBe(2);
    await ben.openChat('Lighthouse');
  });

  it('is reported', async () => {
    const eventId = await say({ msgtype: 'm.text', body: 'not nice' });
    await of(ben, eventId).waitFor();
    await choose(ben, of(ben, eventId), 'report');
    await ben.at('report-send').click();
    await ben.page.getByText('The report was sent').first().waitFor();
  });

  it('can all be done by keys', async () => {
    const eventId = await say({ msgtype: 'm.text', body: 'by keys' });
    await of(ben, eventId).waitFor();
    await of(ben, eventId).focus();
    await ben.page.keyboard.press('Enter');
    await ben.at('message-menu').waitFor();
    await ben.page.keyboard.press('Escape');
    await of(ben, eventId).focus();
    await ben.page.keyboard.press('Space');
    await ben.at('selection-bar').waitFor();
    await ben.page.keyboard.press('Escape');
    await expect.poll(() => ben.at('selection-bar').count()).toBe(0);
  });
});

describe('files', () => {
  it('a picture has its place before it is there, and fills the window on a click', async () => {
    const url = await api.upload(picture(640, 480), 'image/png');
    const info = { w: 640, h: 480, mimetype: 'image/png', size: 1000 };
    const eventId = await say({ msgtype: 'm.image', body: 'sea.png', url, info });
    const image = of(ben, eventId).getByTestId('message-image');
    await expect
      .poll(() => image.locator('img').evaluate((node: HTMLImageElement) => node.naturalWidth))
      .toBeGreaterThan(0);
    const box = await image.boundingBox();
    expect(Math.round(((box?.width ?? 0) / (box?.height ?? 1)) * 100)).toBeCloseTo(133, -1);
    await image.click();
    await ben.at('viewer-image').locator('img').waitFor();
    await ben.page.keyboard.press('Escape');
    await expect.poll(() => ben.at('media-viewer').count()).toBe(0);
  });

  it('pictures sent together are one album', async () => {
    for (const [width, height] of [
      [600, 400],
      [400, 600],
      [500, 500],
    ] as const) {
      const url = await api.upload(picture(width, height), 'image/png');
      const info = { w: width, h: height, mimetype: 'image/png' };
      await say({ msgtype: 'm.image', body: 'p.png', url, info, 'org.heliograph.album': 'one' });
    }
    const album = ben.at('message-album');
    await expect.poll(() => album.getByTestId('message-image').count()).toBe(3);
    await album.getByTestId('message-image').first().click();
    await ben.at('viewer-next').click();
    await ben.at('viewer-next').click();
    await expect.poll(() => ben.at('viewer-next').count()).toBe(0);
    await ben.at('viewer-close').click();
  });

  it('a voice message is played and goes on in the strip', async () => {
    const url = await api.upload(tone(3), 'audio/wav');
    const eventId = await say({
      msgtype: 'm.audio',
      body: 'Voice message',
      url,
      info: { mimetype: 'audio/wav', duration: 3_000 },
      'org.matrix.msc3245.voice': {},
      'org.matrix.msc1767.audio': { duration: 3_000, waveform: [0, 300, 900, 500, 1024, 200] },
    });
    await of(ben, eventId).getByTestId('voice-play').click();
    await ben.at('player-strip').waitFor();
    await ben.at('player-rate').click();
    await expect.poll(() => ben.at('player-rate').innerText()).toBe('1.5×');
    await ben.at('player-strip').getByLabel('Stop playing').click();
  });

  it('a file is saved under its name, and never opened here', async () => {
    const url = await api.upload(
      new TextEncoder().encode('<script>1</script>') as Uint8Array<ArrayBuffer>,
      'text/html',
    );
    const info = { mimetype: 'text/html', size: 18 };
    const eventId = await say({ msgtype: 'm.file', body: 'report.html', url, info });
    const download = ben.page.waitForEvent('download');
    await of(ben, eventId).getByTestId('message-file').click();
    expect((await download).suggestedFilename()).toBe('report.html');
    const path = url.replace('mxc://', '/_media/');
    const status = await ben.page.evaluate(async (address) => {
      const frame = document.createElement('iframe');
      frame.src = address;
      document.body.append(frame);
      await new Promise((loaded) => {
        frame.onload = loaded;
        setTimeout(loaded, 1_000);
      });
      const text = frame.contentDocument?.body.innerHTML ?? 'closed';
      frame.remove();
      return text;
    }, path);
    expect(status).not.toContain('script');
    ben.complaints.length = 0;
  });

  it('a place, a sticker and an unknown thing are told', async () => {
    const place = await say({
      msgtype: 'm.location',
      body: 'The pier',
      geo_uri: 'geo:54.32,10.13',
    });
    await of(ben, place).getByTestId('message-location').getByText('The pier').waitFor();
    const url = await api.upload(picture(256, 256), 'image/png');
    const sticker = await say({ body: 'wave', url, info: { w: 256, h: 256 } }, 'm.sticker');
    await of(ben, sticker).getByTestId('message-sticker').locator('img').waitFor();
    const unknown = await say({ body: 'told in words' }, 'org.example.unknown');
    await of(ben, unknown).getByText('told in words').waitFor();
  });
});

describe('a poll', () => {
  it('is voted in by both and closed by who asked', async () => {
    const name = 'org.matrix.msc3381.poll';
    const words = (body: string) => ({ 'org.matrix.msc1767.text': body });
    const eventId = await say(
      {
        ...words('Tea or coffee?'),
        [`${name}.start`]: {
          question: words('Tea or coffee?'),
          kind: `${name}.disclosed`,
          max_selections: 1,
          answers: [
            { id: 't', ...words('Tea') },
            { id: 'c', ...words('Coffee') },
          ],
        },
      },
      `${name}.start`,
    );
    await of(ben, eventId).getByTestId('poll-option').first().click();
    await of(ben, eventId).getByText('100%').waitFor();
    await of(anna, eventId).getByText('1 vote').waitFor();
    await of(anna, eventId).getByTestId('poll-option').last().click();
    await of(ben, eventId).getByText('2 votes').waitFor();
    await of(anna, eventId).getByTestId('poll-close').click();
    await of(ben, eventId).getByText('Final results').waitFor();
  });
});

describe('a thread', () => {
  it('is counted at its beginning and read beside the chat', async () => {
    const root = await say({ msgtype: 'm.text', body: 'Who brings what?' });
    for (const body of ['I bring bread', 'I bring cheese']) {
      await say({
        msgtype: 'm.text',
        body,
        'm.relates_to': { rel_type: 'm.thread', event_id: root },
      });
    }
    const footer = of(ben, root).getByTestId('thread-footer');
    await expect.poll(() => footer.innerText()).toContain('2 replies');
    expect(await ben.at('timeline').getByText('I bring bread').count()).toBe(0);
    await footer.click();
    await ben.at('thread').getByText('I bring cheese').waitFor();
    await ben.at('thread-close').click();
    await expect.poll(() => ben.at('thread').count()).toBe(0);
  });
});

describe('a message far back', () => {
  it('is shown by its address, with a way back to the newest', async () => {
    const old = await say({ msgtype: 'm.text', body: 'the old one' });
    await api.send(
      roomId,
      Array.from({ length: 150 }, (_, index) => `line ${index + 1}`),
    );
    await ben.sees('line 150');
    await ben.signOut();
    await ben.signIn();
    await ben.openChat('Lighthouse');
    await ben.sees('line 150');
    expect(await of(ben, old).count()).toBe(0);
    await ben.page.goto(`${server.url}/#/${roomId}/${old}`);
    await of(ben, old).waitFor();
    await expect.poll(() => of(ben, old).getAttribute('data-jumped')).not.toBeNull();
    await ben.at('scroll-to-bottom').click();
    await ben.sees('line 150');
  });
});
