/** Writing: formatting, mentions, emoji, answers and edits, files and voice. Two people. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from './axe';
import { gather, meetInGroup, madeUpDevices } from './gathering';
import { photograph } from './photograph';

const picture = join(import.meta.dirname, 'picture.png');

const { server, anna, ben, phone } = await gather(['anna', 'ben', 'phone'], madeUpDevices);

describe('words', () => {
  it('go to a group of two', async () => {
    await meetInGroup('Lighthouse', anna, ben);
    await anna.send('hello');
    await ben.sees('hello');
  });

  it('are formatted by Markdown and by the bar over what is selected', async () => {
    await anna.type('bold');
    await anna.at('composer').press('ControlOrMeta+a');
    await anna.at('format-bold').click();
    await expect.poll(() => anna.at('composer').inputValue()).toBe('**bold**');
    await anna.at('composer').press('Enter');
    // Messages of groups are encrypted: the server cannot be asked what was sent.
    await ben.sees('bold');
    expect(await ben.at('message-body').last().innerHTML()).toContain('<strong>bold</strong>');
  });

  it('name people, who are told', async () => {
    await ben.page.goto(`${server.url}/#/`);
    await anna.type('Hello @ben');
    await anna.at('completion-option').first().waitFor();
    await anna.at('composer').press('Enter');
    await expect.poll(() => anna.at('composer').inputValue()).toMatch(/^Hello @ben\S* $/u);
    await anna.at('composer').press('Enter');
    await ben.row('Lighthouse').getByTestId('mention-badge').waitFor();
    await ben.openChat('Lighthouse');
  });

  it('become emoji by their names', async () => {
    await anna.type('nice :rocket');
    await anna.at('completion-option').first().waitFor();
    await anna.at('composer').press('Tab');
    await expect.poll(() => anna.at('composer').inputValue()).toBe('nice 🚀 ');
    await anna.at('composer').fill('');
  });

  it('take emoji from the panel, which remembers them', async () => {
    await anna.at('emoji-button').click();
    await anna.at('emoji-search').fill('tada');
    await anna.at('emoji').first().click();
    await anna.page.keyboard.press('Escape');
    await expect.poll(() => anna.at('composer').inputValue()).not.toBe('');
    await anna.at('composer').fill('');
  });

  it('answer to a command', async () => {
    await anna.send('/me waves');
    await ben.page.getByText('waves').first().waitFor();
    await anna.send('/nonsense');
    await anna.at('toast').getByText('This command is not known', { exact: false }).waitFor();
    await expect.poll(() => anna.at('composer').inputValue()).toBe('/nonsense');
    await anna.at('composer').fill('');
  });

  it('can be changed after they were sent, with the arrow key', async () => {
    await anna.send('the frist draft');
    await anna.seesState('the frist draft', 'read');
    await anna.at('composer').press('ArrowUp');
    await anna.at('composer-context').waitFor();
    await anna.at('composer').fill('the first draft');
    await anna.at('composer').press('Enter');
    await ben.sees('the first draft');
    expect(await ben.message('the frist draft').count()).toBe(0);
    expect(await anna.at('composer-context').count()).toBe(0);
  });

  it('too long for one message are sent as several', async () => {
    await anna.at('composer').fill('word '.repeat(6_000));
    await anna.at('composer').press('Enter');
    await expect.poll(() => ben.at('message').count()).toBeGreaterThan(5);
    await anna.send('after the long one');
    await ben.sees('after the long one');
  });
});

describe('files', () => {
  it('are looked at, get a caption and arrive', async () => {
    await anna.at('attach-input-media').setInputFiles(picture);
    await anna.at('send-files').waitFor();
    expect(await accessibilityProblems(anna.page)).toEqual([]);
    await anna.at('send-files-caption').fill('the harbour');
    await anna.at('send-files-send').click();
    await ben.page.getByText('the harbour').first().waitFor();
  });

  it('go as they are when they are sent as files', async () => {
    await anna
      .at('attach-input-file')
      .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
    await anna.at('send-files-send').click();
    await ben.page.getByText('notes.txt').first().waitFor();
  });

  it('can be pasted', async () => {
    await anna.at('composer').focus();
    await anna.page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(['pasted'], 'pasted.txt', { type: 'text/plain' }));
      const event = new ClipboardEvent('paste', {
        clipboardData: data,
        bubbles: true,
        cancelable: true,
      });
      document.querySelector('#composer')?.dispatchEvent(event);
    });
    await anna.at('send-files').waitFor();
    await anna.page.keyboard.press('Escape');
    await expect.poll(() => anna.at('send-files').count()).toBe(0);
  });
});

describe('a voice message', () => {
  it('is recorded and sent', async () => {
    await anna.at('voice-record').click();
    await anna.at('voice-bar').waitFor();
    await anna.at('voice-bar').getByText('0:01').waitFor();
    const before = await ben.at('message').count();
    await anna.at('voice-send').click();
    await expect.poll(() => ben.at('message').count()).toBe(before + 1);
  });

  it('can be given up', async () => {
    const before = await anna.at('message').count();
    await anna.at('voice-record').click();
    await anna.at('voice-cancel').click();
    await anna.at('composer').waitFor();
    expect(await anna.at('message').count()).toBe(before);
  });
});

describe('a draft', () => {
  it('follows the account to another device, where the server may read it', async () => {
    await anna.openMenu('menu-new-channel');
    await anna.at('channel-name').fill('Tides');
    await anna.at('channel-public').click();
    await anna.at('channel-create').click();
    await anna.at('room-name').filter({ hasText: 'Tides' }).waitFor();
    await anna.type('half a thought');
    await phone.signInAs(anna.username);
    await phone.openChat('Tides');
    await expect.poll(() => phone.at('composer').inputValue()).toBe('half a thought');
  });
});

describe('people and places', () => {
  it('are passed on', async () => {
    await anna.openChat('Lighthouse');
    await anna.at('attach-button').click();
    await anna.at('attach-contact').click();
    await anna.at('contact-search').fill(ben.username);
    await anna.at('contact-choice').first().waitFor();
    await photograph(anna, 'dialog-contact');
    await anna.at('contact-choice').first().click();
    const card = ben.at('message-contact').getByText(ben.username, { exact: true });
    await card.waitFor();
    await anna.at('attach-button').click();
    await anna.at('attach-place').click();
    await anna.at('place-latitude').fill('54,1883');
    await anna.at('place-longitude').fill('7.8883');
    await anna.at('place-name').fill('The old lighthouse');
    await photograph(anna, 'dialog-place');
    await anna.at('place-send').click();
    await ben.at('message-location').getByText('The old lighthouse').waitFor();
    await photograph(ben, 'contact-and-place');
    await anna.at('contact-write').click();
    await anna.at('room-name').filter({ hasText: ben.username }).waitFor();
  });
});

describe('the composer', () => {
  it('can be used by everybody', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await anna.page.emulateMedia({ colorScheme });
      expect(await accessibilityProblems(anna.page)).toEqual([]);
      await anna.at('emoji-button').click();
      await anna.at('emoji').first().waitFor();
      expect(await accessibilityProblems(anna.page)).toEqual([]);
      await anna.page.keyboard.press('Escape');
    }
  });
});
