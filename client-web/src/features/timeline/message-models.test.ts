import { describe, expect, it } from 'vitest';
import { messageItem } from '@/matrix/fixtures';
import type { ImageContent, MessageItem } from '@/matrix/types';
import { toUnits } from './albums';
import { actionsFor, type Permissions } from './menu-model';
import { nextSelection } from './selection-model';

const all: Permissions = {
  maySend: true,
  mayPin: true,
  mayDeleteOthers: true,
  isInThread: false,
  isDeveloper: false,
};
const none: Permissions = { ...all, maySend: false, mayPin: false, mayDeleteOthers: false };

describe('actionsFor', () => {
  it('are in the order of the menu', () => {
    expect(actionsFor(messageItem('$a', { isOwn: true }), all, false)).toEqual([
      'reply',
      'thread',
      'edit',
      'copy',
      'copyLink',
      'pin',
      'forward',
      'select',
      'delete',
    ]);
  });

  it('are only what one may do', () => {
    const others = messageItem('$a');
    expect(actionsFor(others, none, false)).toEqual([
      'copy',
      'copyLink',
      'forward',
      'select',
      'report',
    ]);
    expect(actionsFor(others, all, true)).toContain('copySelected');
    expect(actionsFor(others, all, false)).not.toContain('edit');
  });

  it('are few for a message on its way, and for one that cannot be read', () => {
    const sending = messageItem('t', { eventId: null, isOwn: true, delivery: 'sending' });
    expect(actionsFor(sending, all, false)).toEqual(['copy']);
    const locked = messageItem('$a', {
      content: { kind: 'undecryptable' } as MessageItem['content'],
    });
    expect(actionsFor(locked, none, false)).not.toContain('forward');
  });
});

describe('nextSelection', () => {
  const order = ['a', 'b', 'c', 'd'];
  it('adds, takes away and reaches over a range', () => {
    expect(nextSelection([], 'b', false, order)).toEqual(['b']);
    expect(nextSelection(['b'], 'b', false, order)).toEqual([]);
    expect(nextSelection(['d'], 'b', true, order)).toEqual(['d', 'b', 'c']);
  });
});

describe('toUnits', () => {
  const image = (key: string, ts: number, change: Partial<ImageContent> = {}) =>
    messageItem(key, {
      ts,
      content: {
        kind: 'image',
        file: { url: `mxc://hs/${key}`, isEncrypted: false, mimeType: null, size: null },
        name: key,
        caption: null,
        dimensions: null,
        thumbnail: null,
        blurHash: null,
        album: null,
        isSpoiler: false,
        isAnimated: false,
        ...change,
      },
    });
  const sizes = (items: MessageItem[]) => toUnits(items).map((unit) => unit.length);

  it('joins pictures of one album, and those that come quickly', () => {
    expect(sizes([image('a', 0, { album: 'x' }), image('b', 60_000, { album: 'x' })])).toEqual([2]);
    expect(sizes([image('a', 0), image('b', 4_000), image('c', 20_000)])).toEqual([2, 1]);
  });

  it('leaves alone what has words or a place of its own', () => {
    const caption = { body: 'look', formattedBody: null };
    expect(sizes([image('a', 0), image('b', 10, { caption })])).toEqual([1, 1]);
    expect(sizes([image('a', 0), messageItem('b', { ts: 10 })])).toEqual([1, 1]);
    expect(sizes([image('a', 0, { album: 'x' }), image('b', 1, { album: 'y' })])).toEqual([1, 1]);
  });

  it('never makes an album of more than ten', () => {
    expect(sizes(Array.from({ length: 12 }, (_, i) => image(`${i}`, i, { album: 'x' })))).toEqual([
      10, 2,
    ]);
  });
});
