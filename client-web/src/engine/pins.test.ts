import { describe, expect, it } from 'vitest';
import { movedPins } from './pins';

const pinned = [
  { roomId: '!a', order: 0.25 },
  { roomId: '!b', order: 0.5 },
  { roomId: '!c', order: 0.75 },
];

describe('a pinned chat that is moved', () => {
  it('gets a number between its new neighbours, and nothing else changes', () => {
    expect(movedPins(pinned, '!c', '!b')).toEqual([{ roomId: '!c', order: 0.375 }]);
    expect(movedPins(pinned, '!c', '!a')).toEqual([{ roomId: '!c', order: 0.125 }]);
    expect(movedPins(pinned, '!a', null)).toEqual([{ roomId: '!a', order: 0.875 }]);
  });

  it('makes all numbers new where there is no room between two', () => {
    const crowded = pinned.map((pin) => ({ ...pin, order: 0.5 }));
    const moved = movedPins(crowded, '!c', '!b');
    expect(moved.map(({ roomId }) => roomId)).toEqual(['!a', '!c', '!b']);
    expect(moved.map(({ order }) => order)).toEqual([0.25, 0.5, 0.75]);
  });

  it('goes to the end when the other one is no longer pinned', () => {
    expect(movedPins(pinned, '!a', '!gone')).toEqual([{ roomId: '!a', order: 0.875 }]);
  });
});
