import { describe, expect, it } from 'vitest';
import { formatMessage, formatParts } from './message-format';

const members = '{count, plural, =0 {no members} one {# member} other {# members}}';

describe('formatMessage', () => {
  it('puts values in their places', () => {
    expect(formatMessage('{a} invited {b}', { a: 'Anna', b: 'Ben' }, 'en')).toBe(
      'Anna invited Ben',
    );
  });

  it('chooses the plural by the rules of the locale', () => {
    expect(formatMessage(members, { count: 0 }, 'en')).toBe('no members');
    expect(formatMessage(members, { count: 1 }, 'en')).toBe('1 member');
    expect(formatMessage(members, { count: 1234 }, 'en')).toBe('1,234 members');
    expect(
      formatMessage('{n, plural, one {# чат} few {# чата} other {# чатов}}', { n: 3 }, 'ru'),
    ).toBe('3 чата');
  });

  it('nests choices', () => {
    const message =
      '{who, select, me {You} other {{name}}} left {n, plural, one {# room} other {# rooms}}';
    expect(formatMessage(message, { who: 'me', name: 'Anna', n: 2 }, 'en')).toBe(
      'You left 2 rooms',
    );
    expect(formatMessage(message, { who: 'other', name: 'Anna', n: 1 }, 'en')).toBe(
      'Anna left 1 room',
    );
  });

  it('keeps a hash outside a plural, and text with an unknown name empty', () => {
    expect(formatMessage('#1 {missing}!', {}, 'en')).toBe('#1 !');
  });
});

describe('formatParts', () => {
  it("keeps the caller's values apart from the words", () => {
    const name = { element: 'b' };
    expect(formatParts('{name} joined', { name }, 'en')).toEqual([name, ' joined']);
  });
});
