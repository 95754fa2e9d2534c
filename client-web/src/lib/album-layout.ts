/** How the pictures of an album share its box. Pure; all in parts of the box's width. */

/** One picture's place; `height` is in parts of the width as well. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Layout {
  readonly tiles: readonly Tile[];
  readonly height: number;
}

const WIDE = 1.2;
const NARROW = 0.8;
/** A picture that is longer than this is shown cut. */
const LONGEST = 2.75;
const MOST_ROWS = 4;
const LOWEST_ROW = 0.2;
const PENALTY = 1.5;

/** Lays out the pictures with these ratios of width to height in rows, or one large with the others beside it. */
export function layOutAlbum(ratios: readonly number[]): Layout {
  const bounded = ratios.map((ratio) => Math.min(LONGEST, Math.max(1 / LONGEST, ratio)));
  const hasExtreme = bounded.some((ratio) => ratio > 2);
  if (bounded.length >= 5 || hasExtreme) return inRows(bounded);
  switch (bounded.length) {
    case 2:
      return two(bounded);
    case 3:
    case 4:
      return oneLarge(bounded);
    default:
      return rows([bounded]);
  }
}

/** Rows as wide as the box, each picture in its own shape. */
function rows(lines: readonly (readonly number[])[]): Layout {
  const tiles: Tile[] = [];
  let y = 0;
  for (const line of lines) {
    const sum = line.reduce((total, ratio) => total + ratio, 0);
    const height = 1 / sum;
    let x = 0;
    for (const ratio of line) {
      tiles.push({ x, y, width: ratio * height, height });
      x += ratio * height;
    }
    y += height;
  }
  return { tiles, height: y };
}

function two(ratios: readonly number[]): Layout {
  const average = ratios.reduce((sum, ratio) => sum + ratio, 0) / 2;
  const areWide = ratios.every((ratio) => ratio > WIDE);
  if (areWide && average > 1.4) return rows(ratios.map((ratio) => [ratio]));
  // Side by side, of one height, none too narrow.
  const shares = ratios.map((ratio) => Math.min(1.6, Math.max(0.6, ratio)));
  return rows([shares]);
}

/** A wide first picture over the others, any other beside them. */
function oneLarge(ratios: readonly number[]): Layout {
  const [first = 1, ...others] = ratios;
  if (first > WIDE || others.every((ratio) => ratio > WIDE)) {
    const below = others.map((ratio) => Math.min(1.4, Math.max(NARROW, ratio)));
    return rows([[Math.max(first, 1.1)], below]);
  }
  const wide = others.length === 2 ? 0.6 : 0.66;
  const height = Math.min(1.2, Math.max(0.9, wide / first));
  const tiles: Tile[] = [{ x: 0, y: 0, width: wide, height }];
  for (const index of others.keys()) {
    const share = height / others.length;
    tiles.push({ x: wide, y: index * share, width: 1 - wide, height: share });
  }
  return { tiles, height };
}

/** Of all ways to break the pictures into rows, the one whose height comes nearest to the width. */
function inRows(ratios: readonly number[]): Layout {
  const average = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  const mostInRow = average < 0.85 ? 4 : 3;
  let best: { layout: Layout; cost: number } | null = null;
  for (const counts of splits(ratios.length, mostInRow, MOST_ROWS)) {
    let start = 0;
    const lines = counts.map((count) => ratios.slice(start, (start += count)));
    const layout = rows(lines);
    const isLow = layout.tiles.some(({ height }) => height < LOWEST_ROW);
    const isOutOfOrder = counts.some((count, row) => row > 0 && count < (counts[row - 1] ?? 0));
    const penalty = (isLow ? PENALTY : 1) * (isOutOfOrder ? PENALTY : 1);
    const cost = (Math.abs(layout.height - 1) + 0.01) * penalty;
    if (best === null || cost < best.cost) best = { layout, cost };
  }
  return best?.layout ?? rows([ratios]);
}

function splits(count: number, most: number, rowsLeft: number): number[][] {
  if (count === 0) return [[]];
  if (rowsLeft === 0) return [];
  const sizes = Array.from({ length: Math.min(most, count) }, (_, index) => index + 1);
  return sizes.flatMap((size) =>
    splits(count - size, most, rowsLeft - 1).map((rest) => [size, ...rest]),
  );
}
