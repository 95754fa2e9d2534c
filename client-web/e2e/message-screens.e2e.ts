/** Every kind of message in both themes and three widths: pictures for people to look at, and what axe finds wrong. */
import { describe, expect, it } from 'vitest';
import { Api } from './api';
import { gather, meetInGroup } from './gathering';
import { password } from './person';
import { photograph } from './photograph';
import { picture, tone } from './pictures';

const { server, anna, ben } = await gather(['anna', 'ben']);

const text = (body: string, more: Record<string, unknown> = {}) => ({
  msgtype: 'm.text',
  body,
  ...more,
});
const html = (formatted_body: string) =>
  text('words', { format: 'org.matrix.custom.html', formatted_body });

describe('messages', () => {
  it('of words, answers and reactions', async () => {
    await meetInGroup('Lighthouse keepers', anna, ben);
    const roomId = await anna.openRoomId();
    const [a, b] = await Promise.all(
      [anna, ben].map(({ username }) => Api.signIn(server.url, username, password)),
    );
    if (!a || !b) throw new Error('Nobody signed in');
    const say = (api: Api, content: unknown, type = 'm.room.message') =>
      api.sendEvent(roomId, type, content);
    const answer = (eventId: string) => ({
      'm.relates_to': { 'm.in_reply_to': { event_id: eventId } },
    });
    const react = (api: Api, event_id: string, key: string) =>
      say(api, { 'm.relates_to': { rel_type: 'm.annotation', event_id, key } }, 'm.reaction');

    const first = await say(a, text('The lamp needs new oil before the storm comes in.'));
    await react(b, first, '👍');
    await react(a, first, '👍');
    await react(a, first, '🎉');
    const mine = await say(b, text('I can bring some tonight', answer(first)));
    await react(a, mine, '❤️');
    await say(
      a,
      html(
        'Bring <b>two barrels</b>, <i>not one</i>, and <code>rope</code>.<blockquote>Better too much than too little.</blockquote><ul><li>oil</li><li>wicks</li></ul><span data-mx-spoiler>The captain comes too</span>',
      ),
    );
    await say(
      b,
      html(
        '<pre><code class="language-rust">fn main() {\n    let light = "on";\n    println!("{light}");\n}</code></pre>',
      ),
    );
    const thread = await say(a, text('Who keeps watch on Sunday?'));
    await say(b, text('Me', { 'm.relates_to': { rel_type: 'm.thread', event_id: thread } }));
    await say(a, text('Good', { 'm.relates_to': { rel_type: 'm.thread', event_id: thread } }));
    await say(
      b,
      text('Agreed', {
        'org.heliograph.forwarded': { user_id: '@carla:localhost', name: 'Carla' },
      }),
    );
    await ben.sees('Agreed');
    await photograph(ben, 'messages-words');
    await ben.at('thread-footer').click();
    await ben.at('thread').getByText('Good').waitFor();
    await photograph(ben, 'messages-thread');
    await ben.at('thread-close').click();
    const bubble = ben.message('Agreed').locator('[data-bubble]');
    await bubble.click({ button: 'right' });
    await ben.at('message-menu').waitFor();
    await photograph(ben, 'messages-menu');
    await ben.page.keyboard.press('Escape');

    const image = async (
      api: Api,
      width: number,
      height: number,
      more: Record<string, unknown> = {},
    ) => {
      const url = await api.upload(picture(width, height), 'image/png');
      const info = { w: width, h: height, mimetype: 'image/png', size: 120_000 };
      return say(api, { msgtype: 'm.image', body: 'sea.png', url, info, ...more });
    };
    await image(a, 1200, 800, { filename: 'sea.png', body: 'The sea this morning' });
    for (const [width, height] of [
      [900, 600],
      [600, 900],
      [700, 700],
      [1200, 500],
    ] as const) {
      await image(b, width, height, { 'org.heliograph.album': 'x' });
    }
    const file = await a.upload(picture(8, 8), 'application/pdf');
    await say(a, {
      msgtype: 'm.file',
      body: 'tides-and-currents-2026.pdf',
      url: file,
      info: { size: 2_400_000 },
    });
    const sound = await a.upload(tone(2), 'audio/wav');
    await say(a, {
      msgtype: 'm.audio',
      body: 'voice',
      url: sound,
      info: { duration: 12_000, mimetype: 'audio/wav' },
      'org.matrix.msc3245.voice': {},
      'org.matrix.msc1767.audio': {
        duration: 12_000,
        waveform: Array.from({ length: 60 }, (_, at) => Math.round(512 + 500 * Math.sin(at / 3))),
      },
    });
    await ben.at('message-voice').waitFor();
    await expect
      .poll(() => ben.page.locator('[data-testid=message-image] [data-state=shown]').count())
      .toBe(5);
    await photograph(ben, 'messages-media');
    await say(b, { msgtype: 'm.location', body: 'Pier 4', geo_uri: 'geo:54.3233,10.1394' });
    const poll = 'org.matrix.msc3381.poll';
    const words = (body: string) => ({ 'org.matrix.msc1767.text': body });
    const answers = ['Saturday', 'Sunday', 'Never'].map((day) => ({ id: day, ...words(day) }));
    const start = {
      question: words('When do we paint the tower?'),
      kind: `${poll}.disclosed`,
      max_selections: 1,
      answers,
    };
    const pollId = await say(a, { [`${poll}.start`]: start, ...words('poll') }, `${poll}.start`);
    const vote = (api: Api, id: string) =>
      say(
        api,
        {
          'm.relates_to': { rel_type: 'm.reference', event_id: pollId },
          [`${poll}.response`]: { answers: [id] },
        },
        `${poll}.response`,
      );
    await vote(a, 'Sunday');
    await vote(b, 'Saturday');
    const sticker = await a.upload(picture(300, 300, [255, 220, 90], [240, 90, 60]), 'image/png');
    await say(a, { body: 'sun', url: sticker, info: { w: 300, h: 300 } }, 'm.sticker');
    await ben.page.getByText('2 votes').waitFor();
    await ben.at('message-sticker').locator('[data-state=shown]').waitFor();
    await photograph(ben, 'messages-other');
    await ben.at('message-image').first().click();
    await ben.at('viewer-image').locator('[data-state=shown]').waitFor();
    await photograph(ben, 'viewer');
    await ben.page.keyboard.press('Escape');
  });
});
