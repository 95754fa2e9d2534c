import { describe, expect, it } from 'vitest';
import { roomSummary } from '@/matrix/fixtures';
import { findTargets, opensUp } from './forward-model';

const locked = roomSummary('!locked', { isEncrypted: true });
const open = roomSummary('!open', { isEncrypted: false });

describe('opensUp', () => {
  it('warns only where something locked goes to where it is not', () => {
    expect(opensUp(locked, [locked, open])).toBe(true);
    expect(opensUp(locked, [locked])).toBe(false);
    expect(opensUp(open, [open])).toBe(false);
    expect(opensUp(undefined, [open])).toBe(false);
  });
});

describe('findTargets', () => {
  it('finds where one may write, by name', () => {
    const rooms = {
      '!a': roomSummary('!a', { name: 'Lighthouse' }),
      '!b': roomSummary('!b', { name: 'Tides', maySend: false }),
      '!c': roomSummary('!c', { name: 'Light Rail', membership: 'invite' }),
    };
    expect(findTargets(['!a', '!b', '!c'], rooms, ' light').map((room) => room.roomId)).toEqual([
      '!a',
    ]);
  });
});
