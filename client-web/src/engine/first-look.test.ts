import * as sdk from 'matrix-js-sdk';
import { describe, expect, it } from 'vitest';
import { firstLook } from './first-look';

const me = '@me:x';
let made = 0;

function event(type: string, sender: string, content: Record<string, unknown>, stateKey?: string) {
  made += 1;
  return {
    event_id: `$${made}`,
    type,
    sender,
    content,
    origin_server_ts: 1_000 + made,
    ...(stateKey !== undefined && { state_key: stateKey }),
  };
}

const member = (userId: string, displayname: string) =>
  event('m.room.member', userId, { membership: 'join', displayname }, userId);

/** A client whose server answers with these rooms. */
function clientOf(rooms: Record<string, unknown>, accountData: Record<string, unknown> = {}) {
  const client = sdk.createClient({ baseUrl: 'https://x', userId: me });
  const answer = { rooms, extensions: { account_data: { rooms: accountData } } };
  client.http.authedRequest = () => Promise.resolve(answer as never);
  return client;
}

describe('firstLook', () => {
  it('makes rows of what a server tells of its newest rooms', async () => {
    const said = event('m.room.message', '@ben:x', { msgtype: 'm.text', body: 'ahoy' });
    const client = clientOf(
      {
        '!group': {
          required_state: [
            event('m.room.create', me, { room_version: '12' }, ''),
            event('m.room.name', me, { name: 'Harbour' }, ''),
            member(me, 'Me'),
            member('@ben:x', 'Ben'),
          ],
          timeline: [said],
          joined_count: 7,
          notification_count: 3,
        },
      },
      { '!group': [{ type: 'm.tag', content: { tags: { 'm.favourite': { order: 0.1 } } } }] },
    );
    const [row] = await firstLook(client, sdk);
    expect(row).toMatchObject({
      roomId: '!group',
      name: 'Harbour',
      membership: 'join',
      joinedCount: 7,
      unreadCount: 3,
      pinOrder: 0.1,
      directUserId: null,
      lastMessage: { senderName: 'Ben', content: { kind: 'text', body: 'ahoy' } },
      activityTs: said.origin_server_ts,
    });
  });

  it('knows whom a private chat is with', async () => {
    const client = clientOf({
      '!direct': {
        is_dm: true,
        heroes: [{ user_id: '@ben:x', displayname: 'Ben' }],
        required_state: [member(me, 'Me'), member('@ben:x', 'Ben')],
        timeline: [],
        joined_count: 2,
      },
    });
    const [row] = await firstLook(client, sdk);
    expect(row).toMatchObject({ directUserId: '@ben:x', name: 'Ben', lastMessage: null });
  });

  it('passes over what it cannot read', async () => {
    expect(
      await firstLook(clientOf({ '!odd': null, '!odder': { timeline: 'x' } }), sdk),
    ).toHaveLength(2);
    expect(await firstLook(clientOf({}), sdk)).toEqual([]);
  });
});
