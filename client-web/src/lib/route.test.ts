import { describe, expect, it } from 'vitest';
import { formatFragment, parseFragment, roomFragment } from './route';

describe('fragments', () => {
  it('keep a room through a round trip', () => {
    for (const roomId of [
      '!abc:example.org',
      '!abc:example.org:8448',
      '!v12WithoutServer',
      '!a/b?c#d:e',
    ]) {
      expect(parseFragment(roomFragment(roomId))).toEqual({ roomId, panel: 'chats' });
    }
    expect(roomFragment('!abc:example.org')).toBe('#/!abc:example.org');
  });

  it('carry a panel beside the room', () => {
    const route = { roomId: '!abc:example.org', panel: 'settings' } as const;
    expect(parseFragment(formatFragment(route))).toEqual(route);
    expect(formatFragment({ roomId: null, panel: 'new-chat' })).toBe('#/?panel=new-chat');
  });

  it('lead home when nothing makes sense', () => {
    for (const fragment of ['', '#', '#/', '#/%E0%A4%A', '#/nonsense', '#/?panel=nonsense']) {
      expect(parseFragment(fragment)).toEqual({ roomId: null, panel: 'chats' });
    }
  });

  it('ignore the event that may follow the room', () => {
    expect(parseFragment('#/!abc:example.org/$event').roomId).toBe('!abc:example.org');
  });
});
