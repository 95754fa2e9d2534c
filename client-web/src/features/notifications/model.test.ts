import { describe, expect, it } from 'vitest';
import { en } from '@/i18n/en';
import { formatMessage } from '@/i18n/message-format';
import type { Notice } from '@/matrix/types';
import { noticeWords } from './model';

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
