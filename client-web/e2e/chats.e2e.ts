/** The list of chats, channels, folders, joining, and what there is to know about a group. Three people. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accessibilityProblems } from './axe';
import { gather } from './gathering';
import type { Person } from './person';
import { photograph } from './photograph';

const picture = join(import.meta.dirname, 'picture.png');

const { anna, ben, carla } = await gather(['anna', 'ben', 'carla']);

const chatMenu = async (person: Person, name: string, item: string) => {
  await person.row(name).click({ button: 'right' });
  await person.at(item).click();
};
const names = (person: Person) => person.at('chat-row-name').allInnerTexts();

describe('the list', () => {
  it('has a group and a private chat', async () => {
    await Promise.all([anna.signUp(), ben.signUp(), carla.signUp()]);
    await anna.startGroup('Lighthouse', [ben]);
    await anna.send('Welcome');
    await ben.acceptInvite('Lighthouse');
    await anna.startPrivateChat(carla);
    await carla.acceptInvite(anna.username);
    await anna.send('Hello Carla');
    await expect.poll(() => names(anna)).toEqual([carla.username, 'Lighthouse']);
  });

  it('keeps a pinned chat first', async () => {
    await chatMenu(anna, 'Lighthouse', 'chat-pin');
    await expect.poll(() => names(anna)).toEqual(['Lighthouse', carla.username]);
    await anna.send('still second');
    await expect.poll(() => names(anna)).toEqual(['Lighthouse', carla.username]);
  });

  it('mutes a chat, which then counts quietly', async () => {
    await anna.row('Lighthouse').click({ button: 'right' });
    await anna.at('chat-mute').click();
    await anna.at('chat-mute-forever').click();
    await anna.row('Lighthouse').getByLabel('Muted').waitFor();
    await ben.openChat('Lighthouse');
    await ben.send('psst');
    const badge = anna.row('Lighthouse').getByTestId('unread-badge');
    await expect.poll(() => badge.getAttribute('data-quiet')).toBe('true');
    await chatMenu(anna, 'Lighthouse', 'chat-unmute');
    await expect.poll(() => anna.row('Lighthouse').getByLabel('Muted').count()).toBe(0);
  });

  it('marks a chat as unread and as read', async () => {
    const row = anna.row('Lighthouse');
    await ben.send('over here');
    await row.getByTestId('unread-badge').waitFor();
    await chatMenu(anna, 'Lighthouse', 'chat-mark-read');
    await expect.poll(() => row.getByTestId('unread-badge').count()).toBe(0);
    await chatMenu(anna, 'Lighthouse', 'chat-mark-unread');
    await row.getByTestId('unread-dot').waitFor();
    await anna.openChat('Lighthouse');
    await expect.poll(() => row.getByTestId('unread-dot').count()).toBe(0);
  });

  it('puts a chat into the archive and takes it out', async () => {
    await chatMenu(anna, carla.username, 'chat-archive');
    await expect.poll(() => names(anna)).toEqual(['Lighthouse']);
    await anna.at('archive-row').click();
    await anna.at('archive-panel').waitFor();
    expect(await accessibilityProblems(anna.page)).toEqual([]);
    await anna.at('archive-panel').getByTestId('chat-row').click({ button: 'right' });
    await anna.at('chat-archive').click();
    await anna.at('panel-back').click();
    await expect.poll(() => names(anna)).toEqual(['Lighthouse', carla.username]);
  });

  it('has folders', async () => {
    await anna.openMenu('menu-folders');
    await anna.at('folder-new').click();
    await anna.at('folder-name').fill('People');
    await anna.at('folder-kind-direct').click();
    expect(await accessibilityProblems(anna.page)).toEqual([]);
    await anna.at('folder-save').click();
    await anna.at('panel-back').click();
    await anna.at('folder-tabs').getByRole('tab', { name: 'People' }).click();
    await expect.poll(() => names(anna)).toEqual([carla.username]);
    await photograph(anna, 'folders');
    await anna.at('folder-tabs').getByRole('tab', { name: 'All' }).click();
    await expect.poll(() => names(anna)).toHaveLength(2);
  });

  it('has a place for saved messages', async () => {
    await anna.openMenu('menu-saved');
    await anna.at('room-name').filter({ hasText: 'Saved messages' }).waitFor();
    await anna.send('buy oil for the lamp');
    await anna.seesState('buy oil for the lamp', 'sent');
  });
});

describe('a channel', () => {
  it('is written by one and found and read by others', async () => {
    await anna.openMenu('menu-new-channel');
    await anna.at('channel-name').fill('Tides');
    await anna.at('channel-public').click();
    expect(await accessibilityProblems(anna.page)).toEqual([]);
    await anna.at('channel-create').click();
    await anna.at('room-name').filter({ hasText: 'Tides' }).waitFor();
    await anna.send('High water at nine');
    await anna.at('room-info').click();
    await anna.at('info-access').click();
    await anna.at('address-name').fill(`tides-${carla.username}`);
    await anna.at('address-add').click();
    await anna.at('room-address').waitFor();
    await photograph(anna, 'access');
    await anna.at('side-back').click();
    await anna.at('side-back').click();
    await carla.openMenu('menu-join');
    await carla.at('join-link').fill(`https://matrix.to/#/#tides-${carla.username}:localhost`);
    await carla.at('join-look').click();
    await carla.at('room-preview').waitFor();
    await photograph(carla, 'room-preview');
    expect(await accessibilityProblems(carla.page)).toEqual([]);
    await carla.at('join-enter').click();
    await carla.sees('High water at nine');
    await carla.at('composer-not-allowed').waitFor();
  });
});

describe('a group', () => {
  it('shows what it is', async () => {
    await anna.openChat('Lighthouse');
    await anna.at('attach-input-media').setInputFiles(picture);
    await anna.at('send-files-send').click();
    await ben.at('message').last().waitFor();
    await anna.at('room-info').click();
    await anna.at('info-panel').waitFor();
    await anna.at('shared-picture').first().waitFor();
    await photograph(anna, 'group-info');
    expect(await accessibilityProblems(anna.page)).toEqual([]);
  });

  it('gets another name, description and picture', async () => {
    await anna.at('info-edit').click();
    await anna.at('edit-name').fill('Lighthouse keepers');
    await anna.at('edit-topic').fill('Who lights the lamp, and when');
    await anna.at('edit-picture-input').setInputFiles(picture);
    await expect.poll(() => anna.at('edit-save').isEnabled()).toBe(true);
    await anna.at('edit-save').click();
    await anna.at('info-topic').waitFor();
    await ben.row('Lighthouse keepers').waitFor();
    await ben.row('Lighthouse keepers').locator('[data-size] img').waitFor();
  });

  it('lists its members with their roles, and makes one of them a moderator', async () => {
    await anna.at('info-members').click();
    await anna.at('members-search').fill(ben.username);
    await expect.poll(() => anna.at('member').count()).toBe(1);
    await photograph(anna, 'members');
    expect(await accessibilityProblems(anna.page)).toEqual([]);
    await anna.at('member').click();
    await anna.at('person-panel').waitFor();
    await anna.at('role-moderator').check();
    const has = (right: string) => anna.at(`right-${right}`).isChecked();
    await expect.poll(() => has('ban')).toBe(true);
    expect(await has('administer')).toBe(false);
    await anna.at('right-ban').uncheck();
    await expect.poll(() => anna.at('role-member').isChecked()).toBe(true);
    await anna.at('right-ban').check();
    await expect.poll(() => anna.at('role-moderator').isChecked()).toBe(true);
    await photograph(anna, 'person');
    expect(await accessibilityProblems(anna.page)).toEqual([]);
    await anna.at('side-back').click();
    await anna.at('member').filter({ hasText: 'moderator' }).waitFor();
    await anna.at('side-back').click();
  });

  it('says in words who may do what', async () => {
    await anna.at('info-permissions').click();
    await anna.at('permission-send-moderators').check();
    await photograph(anna, 'permissions');
    expect(await accessibilityProblems(anna.page)).toEqual([]);
    await anna.at('permission-send-everyone').check();
    await anna.at('side-back').click();
  });

  it('lets people ask to come in', async () => {
    await anna.at('info-access').click();
    await anna.at('access-knock').check();
    await anna.at('address-name').fill(`keepers-${carla.username}`);
    await anna.at('address-add').click();
    await anna.at('room-address').waitFor();
    await anna.at('side-back').click();
    await carla.openMenu('menu-join');
    await carla.at('join-link').fill(`#keepers-${carla.username}:localhost`);
    await carla.at('join-look').click();
    await carla.at('join-reason').fill('I can climb');
    await carla.at('join-enter').click();
    await anna.at('info-requests').click();
    await anna.at('request-admit').click();
    await anna.at('side-back').click();
    await carla.at('panel-back').click();
    // Who has asked need not accept.
    const membership = () => carla.row('Lighthouse keepers').getAttribute('data-membership');
    await expect.poll(membership).toBe('join');
  });

  it('sends somebody away, for good, and lets them back', async () => {
    await anna.at('info-members').click();
    await anna.at('member').filter({ hasText: carla.username }).click();
    await anna.at('member-ban').click();
    await anna.at('member-confirm').click();
    await expect.poll(() => anna.at('member-ban').count()).toBe(0);
    await anna.at('side-back').click();
    await anna.at('side-back').click();
    await anna.at('info-banned').click();
    await anna.at('ban-lift').click();
    await expect.poll(() => anna.at('waiting-person').count()).toBe(0);
    await anna.at('side-back').click();
  });

  it('remembers what was done', async () => {
    await anna.at('info-actions').click();
    await anna.at('logged-action').first().waitFor();
    await photograph(anna, 'actions');
    expect(await accessibilityProblems(anna.page)).toEqual([]);
  });
});
