import { describe, expect, it } from 'vitest';
import type { LiveShare } from '@/matrix/types';
import { LiveLocations } from './live';
import { liveStartContent } from './project/live';
import type { MatrixClient, MatrixEvent } from './sdk';

const userId = '@anna:example.org';
const session = { userId, deviceId: 'LAPTOP' };
const place = { latitude: 1, longitude: 2, ts: 5 };
const hour = 3_600_000;

/** A server with one room, whose state comes back at once. */
function world(stored: Record<string, unknown> | null = null) {
  let content = stored;
  let shares: LiveShare[] = [];
  let now = 0;
  const sent: { type: string; eventId: string }[] = [];
  const event = () =>
    content &&
    ({
      getId: () => '$start',
      getRoomId: () => '!room',
      getType: () => 'org.matrix.msc3672.beacon_info',
      getSender: () => userId,
      getStateKey: () => userId,
      getTs: () => 0,
      getContent: () => content,
    } as unknown as MatrixEvent);
  const room = { currentState: { getStateEvents: () => event() } };
  const client = {
    getRooms: () => [room],
    getRoom: () => room,
    sendStateEvent: async (_room: string, _type: string, next: Record<string, unknown>) => {
      content = next;
      return { event_id: '$start' };
    },
  } as unknown as MatrixClient;
  const live = new LiveLocations(client, session, {
    now: () => now,
    send: async (_room, type, body) => {
      const relation = body['m.relates_to'] as { event_id: string };
      sent.push({ type, eventId: relation.event_id });
    },
    tell: (next) => {
      shares = next;
    },
  });
  return {
    live,
    sent,
    state: () => content,
    shares: () => shares.map(({ roomId }) => roomId),
    sync: () => {
      const current = event();
      if (current) live.consider(current);
    },
    pass: (ms: number) => {
      now += ms;
    },
  };
}

const begun = (deviceId: string) => ({
  ...liveStartContent({ durationMs: hour, startedTs: 0, isLive: true, deviceId }),
});

describe('telling where one is', () => {
  it('tells the chats that were promised it, until the time is over', async () => {
    const { live, sent, shares, pass } = world();
    await live.tell(place);
    expect(sent).toEqual([]);
    await live.start('!room', hour);
    expect(shares()).toEqual(['!room']);
    await live.tell(place);
    expect(sent).toEqual([{ type: 'org.matrix.msc3672.beacon', eventId: '$start' }]);
    pass(hour + 1);
    await live.tell(place);
    expect(sent).toHaveLength(1);
    expect(shares()).toEqual([]);
  });

  it('ends when it is stopped, here or elsewhere', async () => {
    const { live, state, shares, sync } = world();
    await live.start('!room', hour);
    sync();
    expect(shares()).toEqual(['!room']);
    await live.stop('!room');
    expect(state()).toMatchObject({ live: false, timeout: hour });
    expect(shares()).toEqual([]);
  });

  it('goes on after a start with what this device promised, and with nothing else', () => {
    const own = world(begun('LAPTOP'));
    own.live.resume();
    expect(own.shares()).toEqual(['!room']);
    const other = world(begun('PHONE'));
    other.live.resume();
    expect(other.shares()).toEqual([]);
  });
});
