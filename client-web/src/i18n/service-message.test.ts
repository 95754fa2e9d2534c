import { describe, expect, it } from 'vitest';
import type { ServiceAction } from '@/matrix/types';
import { en } from './en';
import { formatMessage } from './message-format';
import { plainNaming } from './plain-words';
import { describeService, mayMerge, type ServiceEvent } from './service-message';

const t: Parameters<typeof plainNaming>[1] = (key, values = {}) =>
  formatMessage(en[key], values, 'en');

const by = (senderName: string, action: ServiceAction): ServiceEvent => ({
  senderId: `@${senderName.toLowerCase()}:example.org`,
  senderName,
  action,
});

const joined = (name: string) =>
  by(name, { type: 'joined', targetId: `@${name.toLowerCase()}:example.org`, targetName: name });

function words(...events: [ServiceEvent, ...ServiceEvent[]]): string {
  const { key, values } = describeService(events, plainNaming('@me:example.org', t, 'en'), 'group');
  return t(key, values);
}

describe('describeService', () => {
  it('tells one change', () => {
    expect(words(by('Anna', { type: 'created' }))).toBe('Anna created the group');
    expect(words(joined('Ben'))).toBe('Ben joined');
    expect(words(by('Anna', { type: 'invited', targetId: '@b:x', targetName: 'Ben' }))).toBe(
      'Anna invited Ben',
    );
    expect(words(by('Anna', { type: 'renamedRoom', name: 'Tea' }))).toBe(
      'Anna named the chat “Tea”',
    );
    expect(words(by('Anna', { type: 'renamedRoom', name: null }))).toBe(
      'Anna removed the name of the chat',
    );
  });

  it('gives a reason where there is one', () => {
    const kicked = { type: 'kicked', targetId: '@b:x', targetName: 'Ben' } as const;
    expect(words(by('Anna', { ...kicked, reason: null }))).toBe('Anna removed Ben');
    expect(words(by('Anna', { ...kicked, reason: 'spam {x}' }))).toBe('Anna removed Ben: spam {x}');
  });

  it('tells a change of name from both ends', () => {
    expect(words(by('Anna', { type: 'renamedSelf', from: 'Anna', to: 'Anne' }))).toBe(
      'Anna is now called Anne',
    );
    expect(words(by('Anna', { type: 'renamedSelf', from: 'Anna', to: null }))).toBe(
      'Anna removed their name',
    );
    expect(words(by('Anna', { type: 'renamedSelf', from: null, to: 'Anne' }))).toBe(
      '@anna:example.org is now called Anne',
    );
  });

  it('calls the reader "you", as whoever acts and as whom it is about', () => {
    const invited = (targetName: string): ServiceAction => ({
      type: 'invited',
      targetId: `@${targetName}:example.org`,
      targetName,
    });
    expect(words(by('me', invited('ben')))).toBe('You invited ben');
    expect(words(by('Anna', invited('me')))).toBe('Anna invited you');
    expect(words(joined('me'))).toBe('You joined');
    expect(words(joined('me'), joined('Ben'))).toBe('me and Ben joined');
    expect(words(by('me', { type: 'renamedSelf', from: 'A', to: 'B' }))).toBe(
      'You are now called B',
    );
  });

  it('collapses a run, names a few and counts the others', () => {
    expect(words(joined('Anna'), joined('Ben'))).toBe('Anna and Ben joined');
    expect(words(joined('Anna'), joined('Ben'), joined('Cleo'))).toBe('Anna, Ben, and Cleo joined');
    const crowd = ['Cleo', 'Dan', 'Eve', 'Fay', 'Gus'].map(joined);
    expect(words(joined('Anna'), joined('Ben'), ...crowd)).toBe('Anna, Ben, and 5 others joined');
  });

  it('counts a person once', () => {
    expect(words(joined('Anna'), joined('Anna'))).toBe('Anna joined');
  });
});

describe('mayMerge', () => {
  const invited = (actor: string, name: string) =>
    by(actor, { type: 'invited', targetId: `@${name}:x`, targetName: name });

  it('joins what many did themselves, or one did to many', () => {
    expect(mayMerge(joined('Anna'), joined('Ben'))).toBe(true);
    expect(mayMerge(invited('Anna', 'b'), invited('Anna', 'c'))).toBe(true);
  });

  it('keeps apart what differs', () => {
    expect(mayMerge(invited('Anna', 'b'), invited('Ben', 'c'))).toBe(false);
    expect(mayMerge(joined('Anna'), invited('Anna', 'b'))).toBe(false);
    expect(mayMerge(by('Anna', { type: 'created' }), by('Anna', { type: 'created' }))).toBe(false);
  });

  it('keeps a reason with its case', () => {
    const kicked = (reason: string | null) =>
      by('Anna', { type: 'kicked', targetId: '@b:x', targetName: 'Ben', reason });
    expect(mayMerge(kicked(null), kicked(null))).toBe(true);
    expect(mayMerge(kicked('spam'), kicked(null))).toBe(false);
  });
});
