import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { announce, onAnnouncement } from './announce';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

describe('announce', () => {
  it('says the first at once and of a rush only the newest', () => {
    const said: string[] = [];
    const stop = onAnnouncement((text) => said.push(text));
    announce('one');
    announce('two');
    announce('three');
    expect(said).toEqual(['one']);
    vi.advanceTimersByTime(3_000);
    expect(said).toEqual(['one', 'three']);
    stop();
  });
});
