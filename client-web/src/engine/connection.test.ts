import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionState } from '@/matrix/types';
import { Connection } from './connection';

const syncUrl = 'https://hs.example/_matrix/client/v3/sync?timeout=30000';
const versionsUrl = 'https://hs.example/_matrix/client/versions';
const sendUrl = 'https://hs.example/_matrix/client/v3/rooms/!r/send/m.room.message/1';

let answer: (signal?: AbortSignal | null) => Promise<Response>;
let requests: string[];
let states: ConnectionState[];
let regained: number;
let connection: Connection;

const ok = () => Promise.resolve(new Response('{}'));
const status = (code: number) => () => Promise.resolve(new Response('{}', { status: code }));
const unreachable = () => Promise.reject(new TypeError('fetch failed'));
const phases = () => states.map((state) => state.phase);

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  answer = ok;
  requests = [];
  states = [];
  regained = 0;
  connection = new Connection(
    'https://hs.example',
    { changed: (state) => states.push(state), regained: () => (regained += 1) },
    {
      fetch: (input, init) => {
        requests.push(String(input));
        return answer(init?.signal);
      },
      now: () => Date.now(),
      random: () => 1,
    },
  );
});

afterEach(() => vi.useRealTimers());

describe('Connection', () => {
  it('goes from connecting over updating to online', async () => {
    await connection.fetch(syncUrl);
    connection.synced();
    expect(phases()).toEqual(['updating', 'online']);
  });

  it('says when it tries again, ever later', async () => {
    answer = unreachable;
    await expect(connection.fetch(syncUrl)).rejects.toThrow(TypeError);
    expect(states.at(-1)).toEqual({
      phase: 'offline',
      cause: 'network',
      attempt: 1,
      retryAt: 1000,
    });
    await vi.advanceTimersByTimeAsync(1000);
    expect(states.at(-1)).toEqual({
      phase: 'offline',
      cause: 'network',
      attempt: 2,
      retryAt: 3000,
    });
    await vi.advanceTimersByTimeAsync(2000);
    expect(states.at(-1)).toMatchObject({ attempt: 3, retryAt: 7000 });
  });

  it('keeps background requests off the network while offline, but lets commands through', async () => {
    answer = unreachable;
    await expect(connection.fetch(syncUrl)).rejects.toThrow();
    answer = ok;
    await expect(connection.fetch(syncUrl)).rejects.toThrow('offline');
    await connection.fetch(sendUrl);
    expect(requests).toEqual([syncUrl, sendUrl]);
  });

  it('finds the server again by probing', async () => {
    answer = unreachable;
    await expect(connection.fetch(syncUrl)).rejects.toThrow();
    answer = ok;
    await vi.advanceTimersByTimeAsync(1000);
    expect(regained).toBe(1);
    expect(phases()).toEqual(['offline', 'connecting', 'updating']);
    connection.synced();
    expect(phases().at(-1)).toBe('online');
  });

  it('starts counting anew only after a sync came through', async () => {
    answer = status(502);
    await connection.fetch(syncUrl);
    expect(states.at(-1)).toMatchObject({ cause: 'server', attempt: 1 });
    answer = ok;
    await vi.advanceTimersByTimeAsync(1000);
    answer = status(502);
    await connection.fetch(syncUrl);
    expect(states.at(-1)).toMatchObject({ attempt: 2 });
    answer = ok;
    await vi.advanceTimersByTimeAsync(2000);
    connection.synced();
    connection.lost('network');
    expect(states.at(-1)).toMatchObject({ attempt: 1 });
  });

  it('tries at once when the machine gets its network back', async () => {
    connection.networkChanged(false);
    expect(states.at(-1)).toMatchObject({ phase: 'offline' });
    connection.networkChanged(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(regained).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends a long poll that may hang over a dead connection', async () => {
    answer = (signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
      });
    const poll = connection.fetch(syncUrl);
    const ended = expect(poll).rejects.toThrow('offline');
    connection.networkChanged(false);
    await ended;
    expect(states.at(-1)).toMatchObject({ phase: 'offline', attempt: 1 });
  });

  it('takes a connection for dead on which nothing comes', async () => {
    const hangs = (signal?: AbortSignal | null) =>
      new Promise<Response>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
      });
    answer = hangs;
    const asked = expect(connection.fetch(versionsUrl)).rejects.toThrow('offline');
    const sent = expect(connection.fetch(sendUrl)).rejects.toThrow('offline');
    await vi.advanceTimersByTimeAsync(15_000);
    await Promise.all([asked, sent]);
    expect(states.at(-1)).toMatchObject({ phase: 'offline', attempt: 1 });
    answer = ok;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(regained).toBe(1);
    answer = hangs;
    const polled = expect(connection.fetch(`${syncUrl}&since=1`)).rejects.toThrow('offline');
    await vi.advanceTimersByTimeAsync(75_000);
    await polled;
    expect(states.at(-1)).toMatchObject({ phase: 'offline', attempt: 2 });
  });

  it('does not mistake a request that was given up for a loss', async () => {
    answer = () => Promise.reject(new DOMException('aborted', 'AbortError'));
    const signal = AbortSignal.abort();
    await expect(connection.fetch(syncUrl, { signal })).rejects.toThrow();
    expect(states).toEqual([]);
  });

  it('says nothing any more once it is stopped', async () => {
    answer = unreachable;
    connection.lost('network');
    connection.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(phases()).toEqual(['offline']);
    expect(requests).toEqual([]);
  });
});
