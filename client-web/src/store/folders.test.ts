import { describe, expect, it } from 'vitest';
import { roomSummary } from '@/matrix/fixtures';
import type { ChatFolder } from '@/matrix/types';
import { chatsIn, isInFolder, unreadIn } from './folders';

const folder = (change: Partial<ChatFolder> = {}): ChatFolder => ({
  id: 'f',
  name: 'F',
  kinds: ['group'],
  include: [],
  exclude: [],
  onlyUnread: false,
  withoutMuted: false,
  ...change,
});

describe('a folder', () => {
  it('takes chats by their kind', () => {
    const direct = roomSummary('!d', { directUserId: '@a:b' });
    expect(isInFolder(roomSummary('!g'), folder())).toBe(true);
    expect(isInFolder(direct, folder())).toBe(false);
    expect(isInFolder(roomSummary('!c', { kind: 'channel' }), folder({ kinds: ['channel'] }))).toBe(
      true,
    );
  });

  it('takes and refuses chats by name, whatever their kind', () => {
    const room = roomSummary('!g', { isArchived: true, isMuted: true });
    const strict = { withoutMuted: true, onlyUnread: true };
    expect(isInFolder(room, folder(strict))).toBe(false);
    expect(isInFolder(room, folder({ ...strict, include: ['!g'] }))).toBe(true);
    expect(isInFolder(roomSummary('!g'), folder({ exclude: ['!g'] }))).toBe(false);
  });

  it('leaves out what is read when it is told to', () => {
    const unread = folder({ onlyUnread: true });
    expect(isInFolder(roomSummary('!g'), unread)).toBe(false);
    expect(isInFolder(roomSummary('!g', { isMarkedUnread: true }), unread)).toBe(true);
  });
});

describe('a view', () => {
  const chats = [
    roomSummary('!a', { unreadCount: 2 }),
    roomSummary('!b', { isArchived: true, unreadCount: 1 }),
    roomSummary('!c', { unreadCount: 1, isMuted: true }),
  ];

  it('of everything leaves out what was put away, of a community it does not', () => {
    expect(chatsIn(chats, { kind: 'all' })).toEqual(['!a', '!c']);
    expect(chatsIn(chats, { kind: 'space', children: ['!b'] })).toEqual(['!b']);
  });

  it('counts chats, not messages', () => {
    expect(unreadIn(chats, { kind: 'all' })).toEqual({ count: 2, isLoud: true });
    expect(unreadIn(chats, { kind: 'space', children: ['!c'] })).toEqual({
      count: 1,
      isLoud: false,
    });
  });
});
