import { describe, expect, it } from 'vitest';
import { mediaUrl, parseMediaUrl, thumbnailUrl } from './media-url';

const plain = { url: 'mxc://hs.example:8448/a-B_9', isEncrypted: false, mimeType: null };
const read = (path: string | null) => parseMediaUrl(new URL(path ?? '', 'https://here'));

describe('addresses of files', () => {
  it('lead there and back', () => {
    expect(read(mediaUrl(plain))).toEqual({ mxc: plain.url, thumbnail: null, encryptedType: null });
    const sealed = { ...plain, isEncrypted: true, mimeType: 'image/png' };
    expect(read(mediaUrl(sealed))?.encryptedType).toBe('image/png');
    const small = read(thumbnailUrl(plain.url, 100, 50));
    expect(small?.mxc).toBe(plain.url);
    expect(small?.thumbnail?.get('width')).toBe('160');
  });

  it.each([
    'https://spy.example/pixel.png',
    'mxc://hs/../../_matrix/client/v3/account/whoami',
    'mxc://hs/a?b',
    'mxc://hs',
    'mxc://hs/a/b',
    '',
  ])('are none for %s', (url) => {
    expect(mediaUrl({ ...plain, url })).toBeNull();
    expect(thumbnailUrl(url, 10, 10)).toBeNull();
  });

  it('are not read from other paths', () => {
    expect(read('/_matrix/client/versions')).toBeNull();
    expect(read('/_media/hs/%2e%2e')).toBeNull();
  });
});
