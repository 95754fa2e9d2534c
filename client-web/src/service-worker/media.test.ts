import { describe, expect, it } from 'vitest';
import { sealFile } from '@/engine/encrypted-file';
import { decryptFile } from './decrypt';
import { MediaCache } from './media-cache';
import { parseRange, safeType } from './media-response';

describe('parseRange', () => {
  it.each([
    [null, null],
    ['bytes=0-', { start: 0, end: 100 }],
    ['bytes=10-19', { start: 10, end: 20 }],
    ['bytes=-10', { start: 90, end: 100 }],
    ['bytes=90-500', { start: 90, end: 100 }],
    ['bytes=100-', 'beyond'],
    ['bytes=5-1', 'beyond'],
    ['bytes=-', null],
    ['lines=1-2', null],
  ])('%s', (header, expected) => {
    expect(parseRange(header, 100)).toEqual(expected);
  });
});

describe('safeType', () => {
  it('lets nothing through that could run', () => {
    expect(safeType('image/png')).toBe('image/png');
    expect(safeType('video/mp4; codecs="avc1"')).toBe('video/mp4');
    for (const type of [
      'text/html',
      'application/xhtml+xml',
      'text/javascript',
      '',
      'image/x-evil',
    ]) {
      expect(safeType(type)).toBe('application/octet-stream');
    }
  });
});

describe('decryptFile', () => {
  it('opens what was sealed, and nothing that was changed', async () => {
    const { data, file } = await sealFile(new Blob(['the light is on']));
    const key = { key: file.key.k, iv: file.iv, sha256: file.hashes.sha256 };
    const sealed = await data.arrayBuffer();
    expect(new TextDecoder().decode(await decryptFile(sealed, key))).toBe('the light is on');
    const changed = sealed.slice(0);
    new Uint8Array(changed)[0]! ^= 1;
    await expect(decryptFile(changed, key)).rejects.toThrow();
  });
});

describe('MediaCache', () => {
  const store = () => {
    const kept = new Map<string, Response>();
    return {
      kept,
      match: async (url: string) => kept.get(url)?.clone(),
      put: async (url: string, response: Response) => void kept.set(url, response),
      delete: async (url: string) => kept.delete(url),
      keys: async () => [...kept.keys()].map((url) => ({ url })),
    };
  };

  it('keeps to its bound and lets go of what was used longest ago', async () => {
    const files = store();
    const cache = new MediaCache(async () => files, 10, 8);
    await cache.put('/a', new Blob(['aaaa']), 'image/png');
    await cache.put('/b', new Blob(['bbbb']), 'image/png');
    await cache.get('/a');
    await cache.put('/c', new Blob(['cccc']), 'image/png');
    expect([...files.kept.keys()]).toEqual(['/a', '/c']);
    await cache.put('/large', new Blob(['123456789']), 'image/png');
    expect(await cache.get('/large')).toBeNull();
    expect(await (await cache.get('/a'))?.blob.text()).toBe('aaaa');
  });

  it('knows after a restart what it has', async () => {
    const files = store();
    await new MediaCache(async () => files, 10, 8).put('/a', new Blob(['aaaaaa']), '');
    await new MediaCache(async () => files, 10, 8).put('/b', new Blob(['bbbbbb']), '');
    expect([...files.kept.keys()]).toEqual(['/b']);
  });
});
