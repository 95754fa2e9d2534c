/** How a QR code is laid out: what fits into it, which cells are fixed, and in which order the others are filled. ISO/IEC 18004. */

export type Cells = (boolean | null)[][];
export type Level = 'L' | 'M' | 'Q' | 'H';

export const levels: readonly Level[] = ['L', 'M', 'Q', 'H'];
/** The largest that is read here; none that is scanned for a verification comes near it. */
export const lastVersion = 20;

/** How a level is written into the code. */
const levelBits: Readonly<Record<Level, number>> = { L: 1, M: 0, Q: 3, H: 2 };
/** Codewords for correction in each block, from version 1. */
const perBlock: Readonly<Record<Level, readonly number[]>> = {
  L: [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28],
  M: [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26],
  Q: [13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30],
  H: [17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28],
};
/** How many blocks there are, from version 1. */
const blocks: Readonly<Record<Level, readonly number[]>> = {
  L: [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8],
  M: [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16],
  Q: [1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20],
  H: [1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25],
};

export interface Capacity {
  /** Codewords in all, and how many of them carry data. */
  readonly total: number;
  readonly data: number;
  readonly blocks: number;
  readonly perBlock: number;
}

export const sizeOf = (version: number): number => 17 + 4 * version;
/** How many bits say how long a run of bytes is. */
export const lengthBits = (version: number): number => (version < 10 ? 8 : 16);

export function capacity(version: number, level: Level): Capacity {
  const count = blocks[level][version - 1] ?? 1;
  const correcting = perBlock[level][version - 1] ?? 0;
  const total = Math.floor(freeCells(version) / 8);
  return { total, data: total - count * correcting, blocks: count, perBlock: correcting };
}

/** The cells that carry codewords. */
function freeCells(version: number): number {
  const centres = version === 1 ? 0 : Math.floor(version / 7) + 2;
  const aligned = centres === 0 ? 0 : (25 * centres - 10) * centres - 55;
  return (16 * version + 128) * version + 64 - aligned - (version >= 7 ? 36 : 0);
}

/** Where the small squares have their centres, in both directions. */
export function alignmentCentres(version: number): readonly number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((sizeOf(version) - 13) / (count * 2 - 2)) * 2;
  const rest = Array.from({ length: count - 1 }, (_, index) => sizeOf(version) - 7 - index * step);
  return [6, ...rest.reverse()];
}

/** Everything but the data, whose cells are null. */
export function frame(version: number, level: Level, mask: number): Cells {
  const size = sizeOf(version);
  const cells: Cells = Array.from({ length: size }, () =>
    new Array<boolean | null>(size).fill(null),
  );
  const set = (x: number, y: number, isDark: boolean) => {
    const row = cells[y];
    if (row && x >= 0 && x < size) row[x] = isDark;
  };
  for (let index = 0; index < size; index += 1) {
    set(6, index, index % 2 === 0);
    set(index, 6, index % 2 === 0);
  }
  for (const [cx, cy] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    square(cx, cy, 4, (distance) => distance !== 2 && distance !== 4);
  }
  const centres = alignmentCentres(version);
  const last = centres.length - 1;
  for (const [row, cy] of centres.entries()) {
    for (const [column, cx] of centres.entries()) {
      const isInCorner =
        (row === 0 && (column === 0 || column === last)) || (row === last && column === 0);
      if (!isInCorner) square(cx, cy, 2, (distance) => distance !== 1);
    }
  }
  const format = formatBits(level, mask);
  for (const [bit, places] of formatPlaces(size).entries()) {
    for (const [x, y] of places) set(x, y, ((format >> bit) & 1) === 1);
  }
  set(8, size - 8, true);
  if (version >= 7) {
    const bits = versionBits(version);
    for (let bit = 0; bit < 18; bit += 1) {
      const [a, b] = [size - 11 + (bit % 3), Math.floor(bit / 3)];
      set(a, b, ((bits >> bit) & 1) === 1);
      set(b, a, ((bits >> bit) & 1) === 1);
    }
  }
  return cells;

  function square(cx: number, cy: number, radius: number, isDark: (ring: number) => boolean): void {
    for (let dy = -radius; dy <= radius; dy += 1) {
      for (let dx = -radius; dx <= radius; dx += 1) {
        set(cx + dx, cy + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    }
  }
}

/** Level and mask, protected against scratches. */
export function formatBits(level: Level, mask: number): number {
  const data = (levelBits[level] << 3) | mask;
  let remainder = data;
  for (let step = 0; step < 10; step += 1) {
    remainder = (remainder << 1) ^ ((remainder >> 9) * 0x537);
  }
  return ((data << 10) | remainder) ^ 0x5412;
}

/** For each of the fifteen bits the two cells that say it. */
export function formatPlaces(size: number): readonly (readonly (readonly [number, number])[])[] {
  const first = (bit: number): readonly [number, number] => {
    if (bit <= 5) return [8, bit];
    if (bit <= 7) return [8, bit + 1];
    return bit === 8 ? [7, 8] : [14 - bit, 8];
  };
  return Array.from({ length: 15 }, (_, bit) => [
    first(bit),
    bit < 8 ? [size - 1 - bit, 8] : [8, size - 15 + bit],
  ]);
}

function versionBits(version: number): number {
  let remainder = version;
  for (let step = 0; step < 12; step += 1) {
    remainder = (remainder << 1) ^ ((remainder >> 11) * 0x1f25);
  }
  return (version << 12) | remainder;
}

export const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** The cells of the data in their order: from the bottom right in columns of two, up and down in turn. */
export function* dataPlaces(cells: Cells): Generator<readonly [number, number]> {
  const size = cells.length;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    const isUp = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1) {
      const y = isUp ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (cells[y]?.[x] === null) yield [x, y];
      }
    }
  }
}
