/** The bytes that the cells of a QR code stand for. Only byte mode is read: what is scanned here holds keys. ISO/IEC 18004. */
import { corrected } from './correct';
import {
  capacity,
  dataPlaces,
  formatBits,
  formatPlaces,
  frame,
  lastVersion,
  lengthBits,
  type Level,
  levels,
  masks,
} from './layout';

type Rows = readonly (readonly boolean[])[];

/** As many of the fifteen bits may be wrong. */
const badFormatBits = 3;
const byteMode = 4;
/** Says in which alphabet the bytes are, which is of no matter here. */
const alphabetMode = 7;

/** Null when they stand for nothing, or cannot be made out. */
export function decodeQr(rows: Rows): Uint8Array | null {
  const version = (rows.length - 17) / 4;
  if (!Number.isInteger(version) || version < 1 || version > lastVersion) return null;
  const format = formatOf(rows);
  if (format === null) return null;
  const data = dataOf(rows, version, format);
  return data && bytesOf(data, version);
}

interface Format {
  readonly level: Level;
  readonly mask: number;
}

function formatOf(rows: Rows): Format | null {
  const places = formatPlaces(rows.length);
  let best: Format | null = null;
  let least = badFormatBits + 1;
  for (const copy of [0, 1] as const) {
    const read = places.reduce((bits, copies, bit) => {
      const [x, y] = copies[copy] ?? [0, 0];
      return bits | (Number(rows[y]?.[x] ?? false) << bit);
    }, 0);
    for (const level of levels) {
      for (const mask of masks.keys()) {
        const wrong = bitCount(read ^ formatBits(level, mask));
        if (wrong < least) {
          least = wrong;
          best = { level, mask };
        }
      }
    }
  }
  return best;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

function dataOf(rows: Rows, version: number, { level, mask }: Format): readonly number[] | null {
  const { total, data, blocks, perBlock } = capacity(version, level);
  const isFlipped = masks[mask] ?? (() => false);
  const words = new Array<number>(total).fill(0);
  for (const [at, [x, y]] of [...dataPlaces(frame(version, level, mask))].entries()) {
    const isDark = (rows[y]?.[x] ?? false) !== isFlipped(x, y);
    const word = at >> 3;
    if (isDark && word < total) words[word] = (words[word] ?? 0) | (1 << (7 - (at & 7)));
  }
  // Blocks stand side by side; the later ones may be one longer.
  const short = Math.floor(data / blocks);
  const firstLong = blocks - (data % blocks);
  const parts: number[][] = Array.from({ length: blocks }, () => []);
  let at = 0;
  for (let index = 0; index <= short; index += 1) {
    for (const [number, part] of parts.entries()) {
      if (index < short || number >= firstLong) part.push(words[at++] ?? 0);
    }
  }
  for (let index = 0; index < perBlock; index += 1) {
    for (const part of parts) part.push(words[at++] ?? 0);
  }
  const mended = parts.map((part) => corrected(part, perBlock));
  if (mended.includes(null)) return null;
  return mended.flatMap((part) => part?.slice(0, -perBlock) ?? []);
}

function bytesOf(words: readonly number[], version: number): Uint8Array | null {
  const last = words.length * 8;
  let at = 0;
  const take = (length: number): number => {
    let read = 0;
    for (let bit = 0; bit < length; bit += 1, at += 1) {
      read = (read << 1) | (((words[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
    }
    return read;
  };
  const bytes: number[] = [];
  while (last - at >= 4) {
    const mode = take(4);
    if (mode === 0) break;
    if (mode === alphabetMode) {
      take(8);
      continue;
    }
    if (mode !== byteMode) return null;
    const length = take(lengthBits(version));
    if (last - at < length * 8) return null;
    for (let index = 0; index < length; index += 1) bytes.push(take(8));
  }
  return bytes.length === 0 ? null : Uint8Array.from(bytes);
}
