// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { lockNow, lockState, readLock, removePasscode, setPasscode, unlock } from './model';

beforeEach(() => localStorage.clear());

describe('the lock', () => {
  it('opens with its passcode and no other', async () => {
    await setPasscode('2468');
    lockNow();
    expect(lockState()).toBe('locked');
    expect(await unlock('1357')).toBe(false);
    expect(lockState()).toBe('locked');
    expect(await unlock('2468')).toBe(true);
    expect(lockState()).toBe('open');
  });

  it('does not keep the passcode', async () => {
    await setPasscode('2468');
    expect(JSON.stringify(readLock())).not.toContain('2468');
    removePasscode();
    lockNow();
    expect(lockState()).toBe('none');
  });

  it('is none where something else is stored', () => {
    localStorage.setItem('heliograph.lock', '{"salt":7}');
    expect(readLock()).toBeNull();
  });
});
