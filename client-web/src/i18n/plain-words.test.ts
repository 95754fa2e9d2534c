import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '@/matrix/types';
import { en } from './en';
import type { Translate } from './I18nProvider';
import { formatMessage } from './message-format';
import { connectionText, errorText, isServerAway, messageText, typingText } from './plain-words';

const t: Translate = (key, values = {}) => formatMessage(en[key], values, 'en');

const offline = (attempt: number): ConnectionState => ({
  phase: 'offline',
  cause: 'network',
  attempt,
  retryAt: 12_000,
});

describe('connectionText', () => {
  it('is silent while all is well', () => {
    expect(connectionText({ phase: 'online' }, true, 0, t)).toBeNull();
    expect(connectionText({ phase: 'online' }, false, 0, t)).toBeNull();
  });

  it('tells the own network from the server', () => {
    expect(connectionText(offline(1), false, 0, t)).toBe('Waiting for network…');
    expect(connectionText({ phase: 'connecting' }, false, 0, t)).toBe('Waiting for network…');
    expect(connectionText(offline(2), true, 0, t)).toBe('Connecting…');
    expect(connectionText(offline(3), true, 0, t)).toBe("Can't reach the server. Retrying in 12 s");
    expect(connectionText(offline(3), true, 13_000, t)).toBe(
      "Can't reach the server. Retrying now…",
    );
    expect(connectionText({ phase: 'updating' }, true, 0, t)).toBe('Updating…');
  });

  it('offers to retry only where that can help', () => {
    expect(isServerAway(offline(3), true)).toBe(true);
    expect(isServerAway(offline(3), false)).toBe(false);
    expect(isServerAway({ phase: 'connecting' }, true)).toBe(false);
  });
});

describe('typingText', () => {
  const user = (name: string) => ({ userId: `@${name}:x`, name });

  it('names up to two people and counts more', () => {
    expect(typingText([user('Anna')], true, t)).toBe('typing');
    expect(typingText([user('Anna')], false, t)).toBe('Anna is typing');
    expect(typingText([user('Anna'), user('Ben')], false, t)).toBe('Anna and Ben are typing');
    expect(typingText(['a', 'b', 'c'].map(user), false, t)).toBe('3 people are typing');
    expect(typingText([], false, t)).toBe('');
  });
});

describe('messageText', () => {
  it('is never blank', () => {
    const unsupported = { kind: 'unsupported', eventType: 'x', msgtype: null } as const;
    expect(messageText({ ...unsupported, body: '' }, t)).toBe(
      'This message is not supported here yet.',
    );
    expect(messageText({ ...unsupported, body: 'a poll' }, t)).toBe('a poll');
    expect(messageText({ kind: 'deleted' }, t)).toBe('Deleted message');
    expect(messageText({ kind: 'undecryptable', reason: 'waiting' }, t)).toBe(
      'Waiting for this message',
    );
  });
});

describe('errorText', () => {
  it('says what to do', () => {
    expect(errorText({ code: 'usernameTaken' }, t)).toBe('This username is taken. Choose another.');
    expect(errorText({ code: 'rateLimited', retryAfterMs: 11_200 }, t)).toBe(
      'Too many attempts. Try again in 12 s.',
    );
    expect(errorText({ code: 'rateLimited', retryAfterMs: null }, t)).toContain('in a moment');
  });

  it('passes on what it does not know', () => {
    expect(errorText(new Error('odd'), t)).toBe('This did not work: odd');
    expect(errorText('odd', t)).toBe('This did not work: odd');
    expect(errorText({ code: 'unheardOf', message: 'odd' }, t)).toBe('This did not work: odd');
  });
});
