import { describe, expect, it } from 'vitest';
import type { EncryptionState } from '@/matrix/types';
import { initialEncryption, selectEncryptionTask } from './encryption';

const task = (change: Partial<EncryptionState>) =>
  selectEncryptionTask({
    ...initialEncryption,
    encryption: {
      phase: 'ready',
      isVerified: true,
      recovery: 'ready',
      hasPhrase: false,
      backup: 'on',
      keysToBackUp: 0,
      devicesRevision: 0,
      ...change,
    },
  });

describe('what should be done about encryption', () => {
  it('is nothing while nothing is known, where it cannot be, and when all is well', () => {
    expect(selectEncryptionTask(initialEncryption)).toBeNull();
    expect(task({ phase: 'starting', isVerified: false })).toBeNull();
    expect(task({ phase: 'unavailable', isVerified: false })).toBeNull();
    expect(task({})).toBeNull();
  });

  it('is to verify this device before anything else', () => {
    expect(task({ isVerified: false, recovery: 'missing' })).toBe('verify');
    expect(task({ recovery: 'missing' })).toBe('recovery');
    expect(task({ recovery: 'incomplete' })).toBe('recovery');
  });
});
