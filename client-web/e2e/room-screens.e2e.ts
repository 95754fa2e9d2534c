/** Pictures of the right column and of dialogs about a chat, in both themes and three widths; each is accessible. */
import { beforeAll, describe, it } from 'vitest';
import { gather } from './gathering';
import { photograph } from './photograph';
import { setStage, type Stage } from './stage';

let stage: Stage;

const { server, browser, anna } = await gather(['anna']);

beforeAll(async () => {
  await anna.signUp();
  await anna.setUpRecovery();
  stage = await setStage(server, browser, anna);
  await anna.row('Lighthouse keepers').waitFor();
});

const goTo = async (roomId: string, side: string, testId: string) => {
  await anna.page.goto(`${server.url}/#/${roomId}?side=${side}`);
  await anna.at(testId).waitFor();
};

describe('a person', () => {
  it('is shown with what one has in common', async () => {
    await goTo(stage.rooms.ingrid, 'info', 'person-panel');
    await anna.at('shared-picture').first().waitFor();
    await photograph(anna, 'person-direct');
    await anna.page.goto(
      `${server.url}/#/${stage.rooms.keepers}?side=members&person=${stage.userId('mei')}`,
    );
    await anna.at('member-actions').waitFor();
    await photograph(anna, 'person-member');
    await anna.at('member-ban').click();
    await anna.at('member-confirm').waitFor();
    await photograph(anna, 'dialog-ban');
    await anna.page.keyboard.press('Escape');
  });
});

describe('a group', () => {
  it('says what it is, who is in it and what was shared', async () => {
    const { cast, rooms } = stage;
    const file = await cast.theo.upload(new Uint8Array(20_480), 'application/pdf');
    await cast.theo.sendEvent(rooms.keepers, 'm.room.message', {
      msgtype: 'm.file',
      body: 'tides-and-currents-2026.pdf',
      url: file,
      info: { size: 2_400_000, mimetype: 'application/pdf' },
    });
    await cast.theo.send(rooms.keepers, ['The forecast: https://example.org/weather']);
    await goTo(rooms.keepers, 'info', 'info-panel');
    await anna.at('shared-picture').first().waitFor();
    await photograph(anna, 'group-info');
    for (const tab of ['Files', 'Links', 'Voice']) {
      const shared = anna.at('shared-media');
      await shared.getByRole('tab', { name: tab }).click();
      await shared.getByTestId('shared-entry').first().waitFor();
      await shared.scrollIntoViewIfNeeded();
      await photograph(anna, `shared-${tab.toLowerCase()}`, () =>
        shared.evaluate((card) => card.scrollIntoView({ block: 'end' })),
      );
    }
    await goTo(rooms.keepers, 'members', 'members-panel');
    await anna.at('member').first().waitFor();
    await photograph(anna, 'group-members');
    await anna.at('members-search').fill('nobody at all');
    await photograph(anna, 'group-members-none');
  });

  it('is changed by those who run it', async () => {
    const { cast, rooms, userId } = stage;
    const { keepers } = rooms;
    await goTo(keepers, 'edit', 'edit-panel');
    await photograph(anna, 'group-edit');
    await goTo(keepers, 'access', 'access-panel');
    await anna.at('access-knock').check();
    await anna.at('address-name').fill(`keepers-${anna.username}`);
    await anna.at('address-add').click();
    await anna.at('room-address').waitFor();
    await photograph(anna, 'group-access');
    await goTo(keepers, 'permissions', 'permissions-panel');
    await photograph(anna, 'group-permissions');
    await goTo(keepers, 'admins', 'members-panel');
    await photograph(anna, 'group-admins');
    for (const name of ['zola', 'jonas'] as const) {
      await cast[name].call('POST', `/knock/${encodeURIComponent(keepers)}`, {
        reason: 'I can climb',
      });
    }
    await goTo(keepers, 'requests', 'requests-panel');
    await anna.at('waiting-person').nth(1).waitFor();
    await photograph(anna, 'group-requests');
    await stage.self.call('POST', `/rooms/${encodeURIComponent(keepers)}/ban`, {
      user_id: userId('jonas'),
      reason: 'Pirate',
    });
    await goTo(keepers, 'banned', 'banned-panel');
    await anna.at('ban-lift').waitFor();
    await photograph(anna, 'group-banned');
    await goTo(keepers, 'actions', 'actions-panel');
    await anna.at('logged-action').first().waitFor();
    await photograph(anna, 'group-actions');
  });

  it('asks before something is lost', async () => {
    await goTo(stage.rooms.keepers, 'info', 'info-panel');
    await anna.at('info-invite').click();
    await anna.at('invite-search').fill('Zola');
    await anna.at('invite-person').first().waitFor();
    await photograph(anna, 'dialog-invite');
    await anna.page.keyboard.press('Escape');
    await anna.page.goto(`${server.url}/#/${stage.rooms.keepers}`);
    await photograph(anna, 'menu-room', async () => {
      if ((await anna.page.getByRole('menu').count()) > 0) await anna.page.keyboard.press('Escape');
      await anna.page.getByRole('menu').waitFor({ state: 'detached' });
      await anna.at('room-menu').click();
    });
    await anna.at('room-export').click();
    await anna.at('export-dialog').waitFor();
    await photograph(anna, 'dialog-export');
    await anna.page.keyboard.press('Escape');
    await anna.at('room-menu').click();
    await anna.at('room-leave').click();
    await anna.at('room-leave-confirm').waitFor();
    await photograph(anna, 'dialog-leave');
    await anna.page.keyboard.press('Escape');
  });
});

describe('a part that fails', () => {
  it('says so, and leaves the others alone', async () => {
    await anna.page.goto('about:blank');
    await anna.page.goto(`${server.url}/#/${stage.rooms.sailing}`);
    await anna.at('composer').waitFor();
    // What is on the screen by then has all that it observes.
    await anna.at('message').first().waitFor();
    await anna.page.evaluate(() => {
      window.ResizeObserver = class extends ResizeObserver {
        constructor() {
          super(() => undefined);
          throw new Error('broken on purpose');
        }
      };
    });
    await anna.at('room-info').click();
    await anna.page.getByText('Something went wrong').first().waitFor();
    await photograph(anna, 'failure');
    const isOurs = (text: string) => text.includes('broken on purpose');
    const others = anna.complaints.filter((text) => !isOurs(text));
    anna.complaints.splice(0, anna.complaints.length, ...others);
    await anna.page.reload();
    await anna.at('composer').waitFor();
  });
});
