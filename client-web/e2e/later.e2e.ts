/** What is sent later, and what was said long ago. */
import { describe, expect, it } from 'vitest';
import { gather, meet } from './gathering';
import { photograph } from './photograph';

const { anna, ben } = await gather(['anna', 'ben']);

async function sendLater(text: string): Promise<void> {
  await anna.at('composer').fill(text);
  await anna.at('send-button').click({ button: 'right' });
  // Over the button, and not over what was written.
  const overlap = async () => {
    const menu = await anna.page.getByRole('menu').boundingBox();
    const button = await anna.at('send-button').boundingBox();
    return menu && button && menu.y + menu.height - button.y;
  };
  await expect.poll(overlap).toBeLessThanOrEqual(0);
  await anna.at('send-later').click();
  await anna.at('schedule-dialog').waitFor();
}
const waiting = () => anna.at('scheduled-message').count();
const closeDialog = () => anna.page.keyboard.press('Escape');

describe('a message for later', () => {
  it('needs two people', async () => {
    await meet(anna, ben);
  });

  it('waits, locked, until its time, and can be sent before', async () => {
    await sendLater('the tide turns at six');
    await photograph(anna, 'schedule');
    await anna.at('schedule-send').click();
    await anna.at('schedule-dialog').waitFor({ state: 'detached' });
    expect(await anna.at('composer').inputValue()).toBe('');
    await anna.at('scheduled-open').click();
    await anna.at('scheduled-message').getByText('the tide turns at six').waitFor();
    await photograph(anna, 'scheduled');
    expect(await ben.message('the tide turns at six').count()).toBe(0);
    await anna.at('scheduled-send').click();
    await ben.sees('the tide turns at six');
    await expect.poll(waiting).toBe(0);
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
    await expect.poll(() => anna.at('scheduled-message').innerText()).not.toBe(before);
    await expect.poll(waiting).toBe(1);
    await anna.at('scheduled-remove').click();
    await expect.poll(waiting).toBe(0);
    await closeDialog();
  });

  it('cannot be sent in the past', async () => {
    await sendLater('yesterday');
    await anna.at('schedule-time').fill('00:00');
    await expect.poll(() => anna.at('schedule-send').isDisabled()).toBe(true);
    await closeDialog();
    expect(await anna.at('composer').inputValue()).toBe('yesterday');
    await anna.at('composer').fill('');
  });
});

describe('a date', () => {
  it('is gone to by the calendar', async () => {
    for (let number = 0; number < 4; number += 1) await anna.send('high wave\n'.repeat(12));
    await anna.send('a low one');
    await anna.seesState('a low one', 'read');
    await anna.at('day-pill').getByRole('button').last().click();
    await anna.at('jump-dialog').waitFor();
    await photograph(anna, 'jump-to-date');
    await anna.page.locator('[aria-current=date]').click();
    await anna.at('jump-dialog').waitFor({ state: 'detached' });
    const first = anna.at('service-message').first();
    await expect.poll(() => first.isVisible()).toBe(true);
    await expect.poll(() => anna.message('the tide turns at six').isVisible()).toBe(true);
  });
});
