import { describe, expect, it } from 'vitest';
import { roomSummary } from '@/matrix/fixtures';
import type { RoomSummary } from '@/matrix/types';
import { findChats, snippet } from './model';

const room = (name: string, activityTs: number, more: Partial<RoomSummary> = {}) =>
  roomSummary(`!${name}:x`, { name, activityTs, ...more });

const find = (rooms: readonly RoomSummary[], query: string) =>
  findChats(Object.fromEntries(rooms.map((entry) => [entry.roomId, entry])), query).map(
    ({ name }) => name,
  );

describe('findChats', () => {
  it('puts beginnings before the middle and newer before older', () => {
    const rooms = [room('Sea tea', 1), room('Tea', 2), room('Teapots', 3), room('Steam', 4)];
    expect(find(rooms, 'tea')).toEqual(['Teapots', 'Tea', 'Sea tea', 'Steam']);
  });

  it('forgives case and accents', () => {
    expect(find([room('Zoë Ångström', 1)], 'zoe')).toEqual(['Zoë Ångström']);
    expect(find([room('Zoe', 1)], 'ZOË')).toEqual(['Zoe']);
  });

  it('finds by address and by topic', () => {
    const rooms = [
      room('Anna', 1, { directUserId: '@lighthouse:x' }),
      room('B', 2, { topic: 'all about light' }),
    ];
    expect(find(rooms, 'light')).toEqual(['Anna', 'B']);
  });

  it('finds nothing for nothing', () => {
    expect(find([room('Tea', 1)], '  ')).toEqual([]);
  });
});

describe('what is shown of a message that was found', () => {
  const long = 'We talked about the weather, the tide and, when it was late already, the lamp';

  it('begins shortly before the words that were looked for', () => {
    expect(snippet(long, 'LAMP')).toBe('… the lamp');
    expect(snippet('x'.repeat(60) + 'lamp', 'lamp')).toBe(`… ${'x'.repeat(10)}lamp`);
  });

  it('is the message itself where they are in view, or said otherwise', () => {
    expect(snippet('The  lamp\nis lit', 'lamp')).toBe('The lamp is lit');
    expect(snippet(long, '')).toBe(long);
    expect(snippet(long, 'nowhere')).toBe(long);
  });
});
