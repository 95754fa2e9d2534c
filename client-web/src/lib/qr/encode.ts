/**
 * QR codes of text or bytes: byte mode, error correction M. Enough for links and keys: up to 213 bytes (version 10).
 * ISO/IEC 18004.
 */
import { correction } from './field';
import { capacity, type Cells, dataPlaces, frame, lengthBits, masks } from './layout';

const level = 'M';
/** More would be too fine for a camera at arm's length. */
const largest = 10;

/** True for dark, row by row. Throws when it is too long. */
export function encodeQr(content: string | Uint8Array): readonly (readonly boolean[])[] {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const version = versionFor(bytes.length);
  const codewords = interleave(dataCodewords(bytes, version), version);
  let best: boolean[][] = [];
  let least = Number.POSITIVE_INFINITY;
  for (let mask = 0; mask < masks.length; mask += 1) {
    const cells = frame(version, level, mask);
    placeData(cells, codewords, mask);
    const rows = cells.map((row) => row.map((cell) => cell === true));
    const penalty = penaltyOf(rows);
    if (penalty < least) {
      least = penalty;
      best = rows;
    }
  }
  return best;
}

function versionFor(length: number): number {
  for (let version = 1; version <= largest; version += 1) {
    const bits = 4 + lengthBits(version) + length * 8;
    if (capacity(version, level).data * 8 >= bits) return version;
  }
  throw new RangeError('Too long for a QR code');
}

function dataCodewords(bytes: Uint8Array, version: number): number[] {
  const { data: room } = capacity(version, level);
  const bits: number[] = [];
  const push = (value: number, length: number) => {
    for (let bit = length - 1; bit >= 0; bit -= 1) bits.push((value >> bit) & 1);
  };
  push(4, 4);
  push(bytes.length, lengthBits(version));
  for (const byte of bytes) push(byte, 8);
  push(0, Math.min(4, room * 8 - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  const words = Array.from({ length: bits.length / 8 }, (_, index) =>
    bits.slice(index * 8, index * 8 + 8).reduce((word, bit) => (word << 1) | bit, 0),
  );
  for (let pad = 0; words.length < room; pad += 1) words.push(pad % 2 === 0 ? 0xec : 0x11);
  return words;
}

/** Blocks side by side, as a scratch must not hit one block only. The later blocks may be one longer. */
function interleave(data: readonly number[], version: number): number[] {
  const { perBlock, blocks: count } = capacity(version, level);
  const short = Math.floor(data.length / count);
  const firstLong = count - (data.length % count);
  let at = 0;
  const blocks = Array.from({ length: count }, (_, index) => {
    const block = data.slice(at, at + short + (index >= firstLong ? 1 : 0));
    at += block.length;
    return block;
  });
  const corrections = blocks.map((block) => correction(block, perBlock));
  const out: number[] = [];
  for (let index = 0; index <= short; index += 1) {
    for (const block of blocks) {
      const word = block[index];
      if (word !== undefined) out.push(word);
    }
  }
  for (let index = 0; index < perBlock; index += 1) {
    for (const words of corrections) out.push(words[index] ?? 0);
  }
  return out;
}

function placeData(cells: Cells, codewords: readonly number[], mask: number): void {
  const isFlipped = masks[mask] ?? (() => false);
  for (const [at, [x, y]] of [...dataPlaces(cells)].entries()) {
    const word = codewords[at >> 3] ?? 0;
    const row = cells[y];
    if (row) row[x] = (((word >> (7 - (at & 7))) & 1) === 1) !== isFlipped(x, y);
  }
}

/** How hard the picture is to read, by the standard's four rules. */
function penaltyOf(rows: readonly (readonly boolean[])[]): number {
  const size = rows.length;
  const columns = rows.map((_, x) => rows.map((row) => row[x] ?? false));
  let penalty = 0;
  for (const line of [...rows, ...columns]) {
    const text = line.map((isDark) => (isDark ? '1' : '0')).join('');
    for (const [run] of text.matchAll(/0{5,}|1{5,}/gu)) penalty += run.length - 2;
    penalty += 40 * (text.match(/(?=00001011101|10111010000)/gu)?.length ?? 0);
  }
  let dark = 0;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const cell = rows[y]?.[x];
      if (cell) dark += 1;
      if (y === 0 || x === 0) continue;
      const block = [rows[y - 1]?.[x], rows[y]?.[x - 1], rows[y - 1]?.[x - 1]];
      if (block.every((other) => other === cell)) penalty += 3;
    }
  }
  const share = (dark * 20) / (size * size);
  return penalty + 10 * Math.max(0, Math.ceil(Math.abs(share - 10)) - 1);
}
