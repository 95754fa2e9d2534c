import { expect, it } from 'vitest';
import { parseMatrixTarget, roomLink } from './matrix-link';

it.each([
  ['#room:example.org', 'room', '#room:example.org', []],
  ['!v12roomid', 'room', '!v12roomid', []],
  ['@anna:example.org', 'user', '@anna:example.org', []],
  ['https://matrix.to/#/%23room%3Aexample.org', 'room', '#room:example.org', []],
  [
    'https://matrix.to/#/!id:a.org/$event?via=a.org&via=b.org',
    'room',
    '!id:a.org',
    ['a.org', 'b.org'],
  ],
  ['matrix:r/room:example.org', 'room', '#room:example.org', []],
  ['matrix:roomid/id:a.org/e/event?via=a.org', 'room', '!id:a.org', ['a.org']],
  ['web+matrix:r/books:a.org?via=b.org', 'room', '#books:a.org', ['b.org']],
  ['matrix:u/anna:example.org', 'user', '@anna:example.org', []],
])('reads %s', (text, kind, id, via) => {
  expect(parseMatrixTarget(text)).toEqual({ kind, id, via });
});

it('brings others into a room by its address, or by its id and a server that knows it', () => {
  expect(roomLink('!id:a.org', '#books:a.org', '@anna:b.org')).toBe(
    'https://matrix.to/#/#books:a.org',
  );
  const link = roomLink('!id', null, '@anna:b.org:8448');
  expect(parseMatrixTarget(link)).toEqual({ kind: 'room', id: '!id', via: ['b.org:8448'] });
});

it.each(['', 'hello', '#room', 'https://example.org/#/!id', 'matrix:x/y', '@ a:b', 'matrix:r/%zz'])(
  'refuses %j',
  (text) => {
    expect(parseMatrixTarget(text)).toBeNull();
  },
);
