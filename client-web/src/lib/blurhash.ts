/** Blurred placeholders of pictures, from a few letters. https://github.com/woltapp/blurhash/blob/master/Algorithm.md */

const DIGITS =
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~';

function decode83(text: string): number {
  let value = 0;
  for (const digit of text) value = value * 83 + DIGITS.indexOf(digit);
  return value;
}

function toLinear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function fromLinear(value: number): number {
  const share = Math.min(1, Math.max(0, value));
  const encoded = share <= 0.0031308 ? share * 12.92 : 1.055 * share ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255);
}

const signedSquare = (value: number) => Math.sign(value) * value * value;

type Colour = readonly [number, number, number];

function readColours(hash: string, count: number): Colour[] {
  const average = decode83(hash.slice(2, 6));
  const largest = (decode83(hash.charAt(1)) + 1) / 166;
  const first: Colour = [
    toLinear(average >> 16),
    toLinear((average >> 8) & 255),
    toLinear(average & 255),
  ];
  const others = Array.from({ length: count - 1 }, (_, index): Colour => {
    const value = decode83(hash.slice(6 + index * 2, 8 + index * 2));
    const part = (digit: number) => signedSquare((digit - 9) / 9) * largest;
    return [part(Math.floor(value / 361)), part(Math.floor(value / 19) % 19), part(value % 19)];
  });
  return [first, ...others];
}

/** The picture as RGBA values, row by row; null for a hash that is none. */
export function decodeBlurHash(
  hash: string,
  width: number,
  height: number,
): Uint8ClampedArray<ArrayBuffer> | null {
  const flag = decode83(hash.charAt(0));
  const across = (flag % 9) + 1;
  const down = Math.floor(flag / 9) + 1;
  if (flag < 0 || hash.length !== 4 + 2 * across * down) return null;
  const colours = readColours(hash, across * down);
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const sum = [0, 0, 0];
      for (const [index, colour] of colours.entries()) {
        const basis =
          Math.cos((Math.PI * x * (index % across)) / width) *
          Math.cos((Math.PI * y * Math.floor(index / across)) / height);
        for (const channel of [0, 1, 2] as const) {
          sum[channel] = (sum[channel] ?? 0) + colour[channel] * basis;
        }
      }
      const at = 4 * (y * width + x);
      pixels.set([...sum.map(fromLinear), 255], at);
    }
  }
  return pixels;
}
