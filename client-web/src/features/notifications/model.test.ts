import { describe, expect, it } from 'vitest';
import { en } from '@/i18n/en';
import { formatMessage } from '@/i18n/message-format';
import type { Notice } from '@/matrix/types';
import { noticeWords, soundOf } from './model';

const t = ((key: keyof typeof en, values = {}) => formatMessage(en[key], values, 'en')) as never;

const notice = (change: Partial<Notice>): Notice => ({
  accountId: '@anna:x',
  roomId: '!r',
  eventId: '$e',
  roomName: 'Sailing',
  isDirect: false,
  senderId: '@ben:x',
  senderName: 'Ben',
  avatarUrl: null,
  content: { kind: 'text', body: 'Ahoy', formattedBody: null },
  isInvite: false,
  hasSound: true,
  ...change,
});

describe('a notification', () => {
  it('says who wrote what, and where', () => {
    expect(noticeWords(notice({}), true, t)).toEqual({ title: 'Ben in Sailing', body: 'Ahoy' });
    expect(noticeWords(notice({ isDirect: true }), true, t).title).toBe('Ben');
  });

  it('keeps quiet about the words where that is wanted, or where there are none', () => {
    expect(noticeWords(notice({}), false, t).body).toBe('New message');
    const empty = { kind: 'text', body: '', formattedBody: null } as const;
    expect(noticeWords(notice({ content: empty }), true, t).body).toBe('New message');
  });

  it('tells of an invitation', () => {
    const words = noticeWords(notice({ isInvite: true, content: null }), true, t);
    expect(words).toEqual({ title: 'Sailing', body: 'Ben invites you' });
  });

  it('is cut between characters', () => {
    const content = { kind: 'text', body: '🎉'.repeat(300), formattedBody: null } as const;
    expect([...noticeWords(notice({ content }), true, t).body]).toHaveLength(200);
  });
});

describe('the sound of a message', () => {
  const device = { hasSound: true, sound: 'chime' } as const;

  it('is that of its chat, else that of the device', () => {
    expect(soundOf(notice({}), {}, device)).toBe('chime');
    expect(soundOf(notice({}), { '!r': 'bell', '!other': 'none' }, device)).toBe('bell');
  });

  it('is none where the chat, the device or the account wants none', () => {
    expect(soundOf(notice({}), { '!r': 'none' }, device)).toBeNull();
    expect(soundOf(notice({}), { '!r': 'bell' }, { ...device, hasSound: false })).toBeNull();
    expect(soundOf(notice({ hasSound: false }), { '!r': 'bell' }, device)).toBeNull();
  });
});
