import { describe, expect, it } from 'vitest';
import { formatFragment, HOME, messageFragment, parseFragment, roomFragment } from './route';

describe('fragments', () => {
  it('keep a room through a round trip', () => {
    for (const roomId of [
      '!abc:example.org',
      '!abc:example.org:8448',
      '!v12WithoutServer',
      '!a/b?c#d:e',
    ]) {
      expect(parseFragment(roomFragment(roomId))).toEqual({ ...HOME, roomId });
    }
    expect(roomFragment('!abc:example.org')).toBe('#/!abc:example.org');
  });

  it('carry a panel beside the room', () => {
    const route = { ...HOME, roomId: '!abc:example.org', panel: 'settings' } as const;
    expect(parseFragment(formatFragment(route))).toEqual(route);
    expect(formatFragment({ ...HOME, panel: 'new-chat' })).toBe('#/?panel=new-chat');
  });

  it('lead home when nothing makes sense', () => {
    for (const fragment of ['', '#', '#/', '#/%E0%A4%A', '#/nonsense', '#/?panel=nonsense']) {
      expect(parseFragment(fragment)).toEqual(HOME);
    }
  });

  it('carry a message and a thread of the room', () => {
    const route = { ...HOME, roomId: '!abc:example.org', eventId: '$a/b', thread: '$c' };
    expect(parseFragment(formatFragment(route))).toEqual(route);
    expect(messageFragment('!abc:example.org', '$event')).toBe('#/!abc:example.org/%24event');
    expect(parseFragment('#/!abc:example.org/$event').eventId).toBe('$event');
  });

  it('carry a link that is looked up, of a length that makes sense', () => {
    const route = { ...HOME, panel: 'join', link: 'matrix:r/a:b?via=c.org' } as const;
    expect(parseFragment(formatFragment(route))).toEqual(route);
    // As a browser fills in the address that it was given for such links.
    const handled = `#/?panel=join&link=${encodeURIComponent('web+matrix:u/anna:b.org')}`;
    expect(parseFragment(handled).link).toBe('web+matrix:u/anna:b.org');
    expect(parseFragment(`#/?panel=join&link=${'x'.repeat(5_000)}`).link).toHaveLength(1_000);
    expect(parseFragment('#/?panel=contacts&link=x').link).toBeNull();
  });
});
