import * as sdk from 'matrix-js-sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ScheduledState } from '@/matrix/types';
import type { Encryption } from './crypto/encryption';
import { Scheduled } from './scheduled';

const now = 1_000_000;
const hourMs = 3_600_000;

interface Waiting {
  delay_id: string;
  room_id: string;
  type: string;
  content: unknown;
  delay: number;
  running_since: number;
  state_key?: string;
}

/** A server that keeps delayed events. */
let waiting: Waiting[];
/** What can no more be taken back. */
let isTooLate: boolean;
let told: ScheduledState[];
let scheduled: Scheduled;

function answer(method: string, path: string, query?: Record<string, string>, body?: never) {
  if (method === 'GET') return { delayed_events: waiting };
  if (method === 'PUT') {
    const [, , roomId = '', , type = ''] = path.split('/').map(decodeURIComponent);
    const delay_id = `d${waiting.length + 1}`;
    const delay = Number(query?.['org.matrix.msc4140.delay']);
    waiting.push({ delay_id, room_id: roomId, type, content: body, delay, running_since: now });
    return { delay_id };
  }
  const delayId = path.split('/').at(-1);
  if (isTooLate && delayId === 'd1') throw new Error('It was sent');
  waiting = waiting.filter(({ delay_id }) => delay_id !== delayId);
  return {};
}

const message = (body: string) => ({
  eventType: 'm.room.message',
  content: { msgtype: 'm.text', body },
});
const last = () => told.at(-1)?.messages.map(({ content, sendAt }) => [content, sendAt]);

beforeEach(async () => {
  vi.useFakeTimers({ now });
  waiting = [];
  told = [];
  isTooLate = false;
  const client = sdk.createClient({ baseUrl: 'https://x', userId: '@me:x' });
  client.doesServerSupportUnstableFeature = async () => true;
  client.getCapabilities = async () =>
    ({ 'org.matrix.msc4140.delayed_events': { max_delay_ms: 30 * 24 * hourMs } }) as never;
  client.http.authedRequest = async (...args: unknown[]) =>
    answer(...(args as Parameters<typeof answer>)) as never;
  const encryption = {
    lock: async (_roomId: string, eventType: string, content: unknown) => ({ eventType, content }),
  } as unknown as Encryption;
  scheduled = new Scheduled(client, sdk, encryption, {
    now: Date.now,
    newTransactionId: () => 'txn',
    tell: (state) => told.push(state),
  });
  await scheduled.start();
});

afterEach(() => {
  scheduled.stop();
  vi.useRealTimers();
});

describe('Scheduled', () => {
  it('leaves messages with the server, and lists them by their time', async () => {
    await scheduled.add('!r', message('later'), now + 2 * hourMs);
    await scheduled.add('!r', message('sooner'), now + hourMs);
    expect(told.at(-1)?.longestMs).toBe(30 * 24 * hourMs);
    expect(last()).toEqual([
      [{ kind: 'text', body: 'sooner', formattedBody: null }, now + hourMs],
      [{ kind: 'text', body: 'later', formattedBody: null }, now + 2 * hourMs],
    ]);
  });

  it('gives one another time', async () => {
    await scheduled.add('!r', message('hm'), now + hourMs);
    await scheduled.move('d1', now + 5 * hourMs);
    expect(waiting.map(({ delay_id, delay }) => [delay_id, delay])).toEqual([['d2', 5 * hourMs]]);
  });

  it('sends nothing twice that was sent while it was moved', async () => {
    await scheduled.add('!r', message('gone'), now + hourMs);
    isTooLate = true;
    await expect(scheduled.move('d1', now + 5 * hourMs)).rejects.toThrow('It was sent');
    expect(waiting.map(({ delay_id }) => delay_id)).toEqual(['d1']);
  });

  it('passes over state, and notices what was sent when its time has come', async () => {
    await scheduled.add('!r', message('soon'), now + 10_000);
    const state = { delay_id: 's', room_id: '!r', type: 'm.room.topic', state_key: '' };
    waiting.push({ ...state, content: {}, delay: 1, running_since: now });
    await scheduled.refresh();
    expect(last()).toHaveLength(1);
    waiting = [];
    await vi.advanceTimersByTimeAsync(12_000);
    expect(last()).toEqual([]);
  });
});
