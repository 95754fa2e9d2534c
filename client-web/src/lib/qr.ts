/**
 * QR codes of text, byte mode, error correction M. Enough for links: up to 213 bytes (version 10).
 * ISO/IEC 18004.
 */

/** Per version 1–10: total codewords, error-correction codewords per block, number of blocks. */
const versions = [
  [26, 10, 1],
  [44, 16, 1],
  [70, 26, 1],
  [100, 18, 2],
  [134, 24, 2],
  [172, 16, 4],
  [196, 18, 4],
  [242, 22, 4],
  [292, 22, 5],
  [346, 26, 5],
] as const;
const alignments: readonly (readonly number[])[] = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
];

type Cells = (boolean | null)[][];

/** True for dark, row by row. Throws when the text is too long. */
export function encodeQr(text: string): readonly (readonly boolean[])[] {
  const bytes = new TextEncoder().encode(text);
  const version = versions.findIndex(([total, perBlock, blocks], index) => {
    const header = index < 9 ? 12 : 20;
    return (total - perBlock * blocks) * 8 >= header + bytes.length * 8;
  });
  if (version === -1) throw new RangeError('Too long for a QR code');
  const codewords = interleave(dataCodewords(bytes, version), version);
  let best: boolean[][] = [];
  let least = Number.POSITIVE_INFINITY;
  for (let mask = 0; mask < 8; mask += 1) {
    const cells = frame(version);
    placeFormat(cells, mask);
    if (version >= 6) placeVersion(cells, version + 1);
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

function dataCodewords(bytes: Uint8Array, version: number): number[] {
  const [total, perBlock, blocks] = versions[version] ?? versions[0];
  const capacity = total - perBlock * blocks;
  const bits: number[] = [];
  const push = (value: number, length: number) => {
    for (let bit = length - 1; bit >= 0; bit -= 1) bits.push((value >> bit) & 1);
  };
  push(4, 4);
  push(bytes.length, version < 9 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  push(0, Math.min(4, capacity * 8 - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  const words = Array.from({ length: bits.length / 8 }, (_, index) =>
    bits.slice(index * 8, index * 8 + 8).reduce((word, bit) => (word << 1) | bit, 0),
  );
  for (let pad = 0; words.length < capacity; pad += 1) words.push(pad % 2 === 0 ? 0xec : 0x11);
  return words;
}

/** Blocks side by side, as a scratch must not hit one block only. The later blocks may be one longer. */
function interleave(data: readonly number[], version: number): number[] {
  const [, perBlock, count] = versions[version] ?? versions[0];
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

/** Multiplication in the field of 256 elements that the codes are made in. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> bit) & 1) * a;
  }
  return product;
}

/** Reed–Solomon: the remainder of the block by the generator polynomial of that degree. */
export function correction(block: readonly number[], degree: number): number[] {
  const generator: number[] = Array.from({ length: degree }, (_, index) =>
    index === degree - 1 ? 1 : 0,
  );
  let root = 1;
  for (let step = 0; step < degree; step += 1) {
    for (let index = 0; index < degree; index += 1) {
      generator[index] = multiply(generator[index] ?? 0, root) ^ (generator[index + 1] ?? 0);
    }
    root = multiply(root, 2);
  }
  const remainder: number[] = new Array<number>(degree).fill(0);
  for (const word of block) {
    const factor = word ^ (remainder.shift() ?? 0);
    remainder.push(0);
    for (let index = 0; index < degree; index += 1) {
      remainder[index] = (remainder[index] ?? 0) ^ multiply(generator[index] ?? 0, factor);
    }
  }
  return remainder;
}

/** The fixed patterns; cells for data are null. Those for format and version are taken, and written later. */
function frame(version: number): Cells {
  const size = 21 + 4 * version;
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
    for (let dy = -4; dy <= 4; dy += 1) {
      for (let dx = -4; dx <= 4; dx += 1) {
        const distance = Math.max(Math.abs(dx), Math.abs(dy));
        if (cy + dy >= 0 && cy + dy < size) set(cx + dx, cy + dy, distance !== 2 && distance !== 4);
      }
    }
  }
  const centres = alignments[version] ?? [];
  const last = centres.length - 1;
  for (const [row, cy] of centres.entries()) {
    for (const [column, cx] of centres.entries()) {
      const isInCorner =
        (row === 0 && (column === 0 || column === last)) || (row === last && column === 0);
      if (isInCorner) continue;
      for (let dy = -2; dy <= 2; dy += 1) {
        for (let dx = -2; dx <= 2; dx += 1) {
          set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
        }
      }
    }
  }
  return cells;
}

function placeFormat(cells: Cells, mask: number): void {
  const size = cells.length;
  // Level M is 00, so that the five bits are those of the mask.
  let remainder = mask;
  for (let step = 0; step < 10; step += 1)
    remainder = (remainder << 1) ^ ((remainder >> 9) * 0x537);
  const bits = ((mask << 10) | remainder) ^ 0x5412;
  const bit = (index: number) => ((bits >> index) & 1) === 1;
  const set = (x: number, y: number, isDark: boolean) => {
    const row = cells[y];
    if (row) row[x] = isDark;
  };
  for (let index = 0; index <= 5; index += 1) set(8, index, bit(index));
  set(8, 7, bit(6));
  set(8, 8, bit(7));
  set(7, 8, bit(8));
  for (let index = 9; index < 15; index += 1) set(14 - index, 8, bit(index));
  for (let index = 0; index < 8; index += 1) set(size - 1 - index, 8, bit(index));
  for (let index = 8; index < 15; index += 1) set(8, size - 15 + index, bit(index));
  set(8, size - 8, true);
}

function placeVersion(cells: Cells, version: number): void {
  let remainder = version;
  for (let step = 0; step < 12; step += 1)
    remainder = (remainder << 1) ^ ((remainder >> 11) * 0x1f25);
  const bits = (version << 12) | remainder;
  for (let index = 0; index < 18; index += 1) {
    const isDark = ((bits >> index) & 1) === 1;
    const a = cells.length - 11 + (index % 3);
    const b = Math.floor(index / 3);
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as const) {
      const row = cells[y];
      if (row) row[x] = isDark;
    }
  }
}

const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** From the bottom right in columns of two, up and down in turn. */
function placeData(cells: Cells, codewords: readonly number[], mask: number): void {
  const size = cells.length;
  const isFlipped = masks[mask] ?? (() => false);
  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      for (const x of [right, right - 1]) {
        const isUp = ((right + 1) & 2) === 0;
        const y = isUp ? size - 1 - step : step;
        const row = cells[y];
        if (!row || row[x] !== null) continue;
        const word = codewords[at >> 3] ?? 0;
        row[x] = (((word >> (7 - (at & 7))) & 1) === 1) !== isFlipped(x, y);
        at += 1;
      }
    }
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
