import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ReadReceipts } from './read-receipts';

let sent: string[];
let isUp: boolean;
let receipts: ReadReceipts;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  isUp = true;
  receipts = new ReadReceipts(async (roomId, key) => {
    if (!isUp) throw new TypeError('offline');
    sent.push(`${roomId} ${key}`);
  });
});

afterEach(() => vi.useRealTimers());

it('sends the newest position once', async () => {
  receipts.mark('!a', '1');
  receipts.mark('!a', '2');
  receipts.mark('!b', '1');
  await vi.advanceTimersByTimeAsync(300);
  expect(sent).toEqual(['!a 2', '!b 1']);
});

it('keeps what could not be sent', async () => {
  isUp = false;
  receipts.mark('!a', '1');
  await vi.advanceTimersByTimeAsync(300);
  isUp = true;
  receipts.flushSoon();
  await vi.advanceTimersByTimeAsync(300);
  expect(sent).toEqual(['!a 1']);
});
