import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandError, CommandErrorCode } from '@/matrix/types';
import { Outbox, type OutboxEntry, type OutboxWorld } from './outbox';

/** The server: remembers what it took, and answers as it is told. */
let taken: string[];
let answers: (string | CommandErrorCode)[];
let stored: Map<string, OutboxEntry>;
let isFull: boolean;
/** Uploads that wait for the test to let them go. */
let uploads: Map<string, () => void>;

const failure = (code: CommandErrorCode): CommandError => ({
  code,
  errcode: null,
  detail: '',
  retryAfterMs: null,
});

function entry(txnId: string, sequence: number, roomId = '!a'): OutboxEntry {
  const preview = { kind: 'text' as const, body: txnId, formattedBody: null };
  const content = { msgtype: 'm.text', body: txnId };
  const eventType = 'm.room.message';
  return {
    txnId,
    roomId,
    sequence,
    ts: 0,
    eventType,
    content,
    preview,
    uploads: [],
    progress: null,
    state: 'queued',
    error: null,
  };
}

/** Half of it at once, the rest when the test says so. */
function upload(
  txnId: string,
  content: OutboxEntry['content'],
  { onProgress, signal }: Parameters<OutboxWorld['upload']>[1],
): Promise<OutboxEntry['content']> {
  onProgress({ sent: 1, total: 2 });
  return new Promise((resolve, reject) => {
    uploads.set(txnId, () => resolve({ ...content, url: `mxc://hs/${txnId}` }));
    signal.addEventListener('abort', () => reject('aborted' satisfies string));
  });
}

const withFile = (txnId: string, sequence: number): OutboxEntry => ({
  ...entry(txnId, sequence),
  uploads: [{ blob: new Blob(['x']), slot: 'file' }],
});

function open(entries: OutboxEntry[] = []): Outbox {
  const outbox = new Outbox(
    {
      upload: ({ txnId, content }, watch) => upload(txnId, content, watch),
      send: async ({ txnId }) => {
        const answer = answers.shift() ?? 'ok';
        if (answer !== 'ok') throw answer;
        taken.push(txnId);
        return `$${txnId}`;
      },
      describe: (error) => failure(error as CommandErrorCode),
      save: async (saved) => {
        if (isFull) throw new DOMException('full', 'QuotaExceededError');
        stored.set(saved.txnId, saved);
      },
      remove: async (txnId) => void stored.delete(txnId),
      changed: () => undefined,
      sent: () => undefined,
      random: () => 1,
    },
    entries,
  );
  return outbox;
}

const states = (outbox: Outbox) =>
  outbox.entries('!a').map(({ txnId, state }) => `${txnId}:${state}`);

beforeEach(() => {
  vi.useFakeTimers();
  taken = [];
  uploads = new Map();
  answers = [];
  stored = new Map();
  isFull = false;
});

afterEach(() => vi.useRealTimers());

describe('Outbox', () => {
  it('sends in order and forgets what the server took', async () => {
    const outbox = open();
    outbox.setOpen(true);
    await Promise.all(['1', '2', '3'].map((txnId, index) => outbox.add(entry(txnId, index))));
    await vi.runAllTimersAsync();
    expect(taken).toEqual(['1', '2', '3']);
    expect([...stored]).toEqual([]);
    expect(states(outbox)).toEqual([]);
  });

  it('keeps everything while closed', async () => {
    const outbox = open();
    await outbox.add(entry('1', 1));
    await outbox.add(entry('2', 2));
    expect(taken).toEqual([]);
    expect([...stored.keys()]).toEqual(['1', '2']);
    outbox.setOpen(true);
    await vi.runAllTimersAsync();
    expect(taken).toEqual(['1', '2']);
  });

  it('takes up after a reload where it was, with the same transaction ids', async () => {
    const sending: OutboxEntry = { ...entry('1', 1), state: 'sending' };
    const outbox = open([entry('2', 2), sending]);
    expect(states(outbox)).toEqual(['1:queued', '2:queued']);
    outbox.setOpen(true);
    await vi.runAllTimersAsync();
    expect(taken).toEqual(['1', '2']);
  });

  it('waits for the connection when the server is gone, without calling it a failure', async () => {
    answers = ['unreachable'];
    const outbox = open();
    outbox.setOpen(true);
    await outbox.add(entry('1', 1));
    await vi.runAllTimersAsync();
    expect(states(outbox)).toEqual(['1:queued']);
    outbox.setOpen(true);
    await vi.runAllTimersAsync();
    expect(taken).toEqual(['1']);
  });

  it('takes back what it cannot keep', async () => {
    isFull = true;
    const outbox = open();
    outbox.setOpen(true);
    await expect(outbox.add(entry('1', 1))).rejects.toThrow('full');
    expect(states(outbox)).toEqual([]);
    expect(taken).toEqual([]);
  });

  it('stops behind a refused message until it is retried', async () => {
    answers = ['forbidden'];
    const outbox = open();
    await outbox.add(entry('1', 1));
    await outbox.add(entry('2', 2));
    outbox.setOpen(true);
    await vi.runAllTimersAsync();
    expect(states(outbox)).toEqual(['1:failed', '2:queued']);
    expect(outbox.entries('!a')[0]?.error).toBe('forbidden');
    await outbox.retry('!a', '1');
    await vi.runAllTimersAsync();
    expect(taken).toEqual(['1', '2']);
  });

  it('goes on when a refused message is discarded', async () => {
    answers = ['tooLarge'];
    const outbox = open();
    outbox.setOpen(true);
    await outbox.add(entry('1', 1));
    await outbox.add(entry('2', 2));
    await vi.runAllTimersAsync();
    await outbox.discard('!a', '1');
    await vi.runAllTimersAsync();
    expect(taken).toEqual(['2']);
    expect([...stored.keys()]).toEqual([]);
  });

  it('tries a few times against a server that answers nonsense', async () => {
    answers = ['badAnswer', 'badAnswer', 'badAnswer', 'badAnswer'];
    const outbox = open();
    outbox.setOpen(true);
    await outbox.add(entry('1', 1));
    await vi.runAllTimersAsync();
    expect(states(outbox)).toEqual(['1:failed']);
    expect(answers).toEqual([]);
  });

  it('is patient with a rate limit', async () => {
    answers = Array<CommandErrorCode>(10).fill('rateLimited');
    const outbox = open();
    outbox.setOpen(true);
    await outbox.add(entry('1', 1));
    await vi.runAllTimersAsync();
    expect(taken).toEqual(['1']);
  });

  it('does not let one room wait for another', async () => {
    answers = ['forbidden'];
    const outbox = open();
    outbox.setOpen(true);
    await outbox.add(entry('1', 1, '!a'));
    await outbox.add(entry('2', 2, '!b'));
    await vi.runAllTimersAsync();
    expect(taken).toEqual(['2']);
  });
});

describe('files', () => {
  it('go first, and what is written meanwhile waits behind them', async () => {
    const outbox = open();
    outbox.setOpen(true);
    await outbox.add(withFile('photo', 1));
    await outbox.add(entry('text', 2));
    await vi.runAllTimersAsync();
    expect(outbox.entries('!a')[0]?.progress).toEqual({ sent: 1, total: 2 });
    expect(taken).toEqual([]);
    uploads.get('photo')?.();
    await vi.runAllTimersAsync();
    expect(taken).toEqual(['photo', 'text']);
  });

  it('are uploaded once, also when the message has to wait', async () => {
    const outbox = open();
    outbox.setOpen(true);
    answers = ['unreachable'];
    await outbox.add(withFile('photo', 1));
    await vi.runAllTimersAsync();
    uploads.get('photo')?.();
    await vi.runAllTimersAsync();
    expect(stored.get('photo')).toMatchObject({ uploads: [], content: { url: 'mxc://hs/photo' } });
    uploads.clear();
    outbox.setOpen(true);
    await vi.runAllTimersAsync();
    expect(taken).toEqual(['photo']);
    expect(uploads.size).toBe(0);
  });

  it('can be given up on the way, and what follows goes on', async () => {
    const outbox = open();
    outbox.setOpen(true);
    await outbox.add(withFile('photo', 1));
    await outbox.add(entry('text', 2));
    await vi.runAllTimersAsync();
    await outbox.discard('!a', 'photo');
    await vi.runAllTimersAsync();
    expect(taken).toEqual(['text']);
    expect([...stored.keys()]).toEqual([]);
  });
});
