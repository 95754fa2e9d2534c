import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CryptoApi, MatrixEvent } from '../sdk';
import { DecryptionRetries } from './retries';

interface FakeEvent {
  isLocked: boolean;
  reason: string;
}

const fake = (id: string, state: FakeEvent) =>
  ({
    getId: () => id,
    isDecryptionFailure: () => state.isLocked,
    get decryptionFailureReason() {
      return state.reason;
    },
  }) as unknown as MatrixEvent;

let tries: string[];
let retries: DecryptionRetries;

beforeEach(() => {
  vi.useFakeTimers();
  tries = [];
  const tools = {
    retryDecryption: async (_api: CryptoApi, event: MatrixEvent) => {
      tries.push(event.getId() ?? '');
      retries.tried(event);
    },
  };
  retries = new DecryptionRetries({} as CryptoApi, tools, Date.now);
});

afterEach(() => vi.useRealTimers());

describe('retries', () => {
  it('come further and further apart, and end', async () => {
    retries.tried(fake('$a', { isLocked: true, reason: 'MEGOLM_UNKNOWN_INBOUND_SESSION_ID' }));
    await vi.advanceTimersByTimeAsync(6_000);
    expect(tries).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(tries).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(24 * 60 * 60_000);
    expect(tries).toHaveLength(5);
  });

  it('stop when the message can be read', async () => {
    const state = { isLocked: true, reason: 'UNKNOWN_ERROR' };
    const event = fake('$a', state);
    retries.tried(event);
    state.isLocked = false;
    retries.tried(event);
    await vi.advanceTimersByTimeAsync(60 * 60_000);
    expect(tries).toEqual([]);
  });

  it('are not made where no key will ever come', async () => {
    retries.tried(fake('$a', { isLocked: true, reason: 'HISTORICAL_MESSAGE_NO_KEY_BACKUP' }));
    await vi.advanceTimersByTimeAsync(60 * 60_000);
    expect(tries).toEqual([]);
  });

  it('wait for the device to be unlocked where that is what is missing', async () => {
    const reason = 'HISTORICAL_MESSAGE_BACKUP_UNCONFIGURED';
    retries.tried(fake('$a', { isLocked: true, reason }));
    await vi.advanceTimersByTimeAsync(60 * 60_000);
    expect(tries).toEqual([]);
    retries.unlocked();
    await vi.advanceTimersByTimeAsync(0);
    expect(tries).toEqual(['$a']);
  });

  it('are for so many messages at most', async () => {
    for (let index = 0; index < 600; index += 1) {
      retries.tried(fake(`$${index}`, { isLocked: true, reason: 'UNKNOWN_ERROR' }));
    }
    await vi.advanceTimersByTimeAsync(6_000);
    expect(tries).toHaveLength(500);
    expect(tries).toContain('$599');
  });
});
