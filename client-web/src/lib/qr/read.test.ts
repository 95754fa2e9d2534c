import { describe, expect, it } from 'vitest';
import { corrected } from './correct';
import { decodeQr } from './decode';
import { encodeQr } from './encode';
import { correction } from './field';
import { type Picture, readQr } from './read';

/** As long as a code of a verification is, with all kinds of bytes. */
const keys = Uint8Array.from({ length: 140 }, (_, index) => (index * 73 + 19) % 256);
const width = 640;
const height = 480;

interface Place {
  /** Points per cell, where the middle is, how far it is turned, and how much of its depth is lost to the slant. */
  readonly cell?: number;
  readonly turned?: number;
  readonly slant?: number;
  /** How much lighter the picture gets from left to right. */
  readonly shade?: number;
  readonly noise?: number;
}

/** What a camera sees of the code. */
function seen(content: string | Uint8Array, place: Place): Picture {
  const { cell = 6, turned = 0, slant = 0, shade = 0, noise = 0 } = place;
  const rows = encodeQr(content);
  const data = new Uint8ClampedArray(width * height * 4);
  let random = 7;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [dx, dy] = [x + 0.5 - width / 2, y + 0.5 - height / 2];
      // The nearer the bottom, the nearer to the camera.
      const depth = 1 + (slant * dy) / height;
      const [px, py] = [dx / depth, dy / depth];
      const column = (px * Math.cos(turned) + py * Math.sin(turned)) / cell + rows.length / 2;
      const row = (py * Math.cos(turned) - px * Math.sin(turned)) / cell + rows.length / 2;
      const isDark = rows[Math.floor(row)]?.[Math.floor(column)] ?? false;
      random = (random * 1103515245 + 12345) % 2147483648;
      const grain = ((random / 2147483648) * 2 - 1) * noise;
      const value = (isDark ? 40 : 215) + (shade * dx) / width + grain;
      data.set([value, value, value, 255], (y * width + x) * 4);
    }
  }
  return { data, width, height };
}

describe('the error correction', () => {
  it('puts right half as many codewords as it has, and no more', () => {
    const data = Array.from({ length: 16 }, (_, index) => (index * 37) % 256);
    const block = [...data, ...correction(data, 10)];
    const broken = (count: number) =>
      block.map((word, index) => (index % 4 === 0 && index / 4 < count ? word ^ 0x5a : word));
    expect(corrected(block, 10)).toEqual(block);
    expect(corrected(broken(5), 10)).toEqual(block);
    expect(corrected(broken(6), 10)).toBeNull();
  });
});

describe('a QR code', () => {
  it.each([1, 20, 60, 120, 180, 213])('of %i bytes says what was written into it', (length) => {
    const content = Uint8Array.from({ length }, (_, index) => (index * 73 + 19) % 256);
    expect(decodeQr(encodeQr(content))).toEqual(content);
  });

  it('says it with scratches, too', () => {
    const rows = encodeQr(keys).map((row, y) =>
      row.map((isDark, x) => (y > 20 && y < 24 && x > 20 && x < 30 ? true : isDark)),
    );
    expect(decodeQr(rows)).toEqual(keys);
  });

  it.each<[string, Place]>([
    ['straight', {}],
    ['small', { cell: 3 }],
    ['large', { cell: 9 }],
    ['turned a little', { turned: 0.3 }],
    ['on its side', { turned: Math.PI / 2 }],
    ['upside down', { turned: Math.PI + 0.1 }],
    ['at a slant', { slant: 0.4 }],
    ['turned and at a slant', { turned: -0.5, slant: 0.4 }],
    ['with light from one side', { shade: 160, noise: 12 }],
    ['in grainy light', { noise: 35 }],
  ])('is read off a picture: %s', (_name, place) => {
    expect(readQr(seen(keys, place))).toEqual(keys);
  });

  it('is not found where there is none', () => {
    const data = new Uint8ClampedArray(width * height * 4).fill(120);
    expect(readQr({ data, width, height })).toBeNull();
    const stripes = data.map((_, index) => (Math.floor(index / 40) % 3 === 0 ? 20 : 230));
    expect(readQr({ data: stripes, width, height })).toBeNull();
  });

  it('of a small text is read, too', () => {
    const text = new TextEncoder().encode('https://matrix.to');
    expect(readQr(seen('https://matrix.to', { cell: 8, turned: 0.2 }))).toEqual(text);
  });
});
