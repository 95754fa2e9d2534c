/** Reads a QR code off a picture, e.g. of a camera: found by its eyes, straightened by its corners, cell by cell. */
import { decodeQr } from './decode';
import { type Eyes, findEyes, type Picture, type Point, type Shadows, shadowsOf } from './eyes';
import { lastVersion, sizeOf } from './layout';

export type { Picture } from './eyes';

/** The middle of an eye is so many cells from the edges, that of the last small square so many from the far ones. */
const eyeInset = 3.5;
const alignmentInset = 6.5;
/** How many cells around the place where it should be the small square is looked for, and how finely. */
const searched = 8;
const searchStep = 0.25;
/** Of 25 cells; with fewer it is something else. */
const leastAlike = 21;

/** The bytes of the code in the picture; null when there is none that can be read. */
export function readQr(picture: Picture): Uint8Array | null {
  const shadows = shadowsOf(picture);
  for (const eyes of findEyes(shadows)) {
    const across = distance(eyes.corner, eyes.right);
    const down = distance(eyes.corner, eyes.below);
    const guess = Math.round(((across + down) / 2 / eyes.cell + 2 * eyeInset - 17) / 4);
    for (const version of [guess, guess - 1, guess + 1]) {
      if (version < 1 || version > lastVersion) continue;
      const bytes = readAs(shadows, eyes, version);
      if (bytes) return bytes;
    }
  }
  return null;
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

function readAs(shadows: Shadows, eyes: Eyes, version: number): Uint8Array | null {
  const size = sizeOf(version);
  const far = size - eyeInset;
  const eyeCells = [
    { x: eyeInset, y: eyeInset },
    { x: far, y: eyeInset },
    { x: eyeInset, y: far },
  ];
  const eyePoints = [eyes.corner, eyes.right, eyes.below];
  const square = version === 1 ? null : findAlignment(shadows, eyes, size);
  const opposite = {
    x: eyes.right.x + eyes.below.x - eyes.corner.x,
    y: eyes.right.y + eyes.below.y - eyes.corner.y,
  };
  const inset = size - alignmentInset;
  const corners = [
    ...(square ? [{ cell: { x: inset, y: inset }, point: square }] : []),
    { cell: { x: far, y: far }, point: opposite },
  ];
  for (const { cell, point } of corners) {
    const toPicture = projection([...eyeCells, cell], [...eyePoints, point]);
    const rows = toPicture && sampled(shadows, toPicture, size);
    const bytes = rows && decodeQr(rows);
    if (bytes) return bytes;
  }
  return null;
}

function sampled(
  shadows: Shadows,
  toPicture: (cell: Point) => Point,
  size: number,
): readonly (readonly boolean[])[] {
  return Array.from({ length: size }, (_row, y) =>
    Array.from({ length: size }, (_cell, x) => {
      const point = toPicture({ x: x + 0.5, y: y + 0.5 });
      return shadows.isDark(Math.floor(point.x), Math.floor(point.y));
    }),
  );
}

/** The middle of the small square near the far corner, without which a code that is seen at a slant cannot be read. */
function findAlignment(shadows: Shadows, eyes: Eyes, size: number): Point | null {
  const cells = size - 2 * eyeInset;
  const step = (to: Point): Point => ({
    x: (to.x - eyes.corner.x) / cells,
    y: (to.y - eyes.corner.y) / cells,
  });
  const [right, down] = [step(eyes.right), step(eyes.below)];
  const at = (x: number, y: number): Point => ({
    x: eyes.corner.x + right.x * x + down.x * y,
    y: eyes.corner.y + right.y * x + down.y * y,
  });
  const likely = size - alignmentInset - eyeInset;
  let most = leastAlike - 1;
  let best: { x: number; y: number }[] = [];
  for (let y = likely - searched; y <= likely + searched; y += searchStep) {
    for (let x = likely - searched; x <= likely + searched; x += searchStep) {
      const alike = likeness(shadows, at, x, y);
      if (alike > most) {
        most = alike;
        best = [];
      }
      if (alike === most && most >= leastAlike) best.push({ x, y });
    }
  }
  const [first] = best;
  if (!first) return null;
  const near = best.filter((place) => distance(place, first) < 1);
  const mean = (of: (place: Point) => number) =>
    near.reduce((sum, place) => sum + of(place), 0) / near.length;
  return at(
    mean(({ x }) => x),
    mean(({ y }) => y),
  );
}

function likeness(
  shadows: Shadows,
  at: (x: number, y: number) => Point,
  x: number,
  y: number,
): number {
  let alike = 0;
  for (let dy = -2; dy <= 2; dy += 1) {
    for (let dx = -2; dx <= 2; dx += 1) {
      const point = at(x + dx, y + dy);
      const isDark = shadows.isDark(Math.floor(point.x), Math.floor(point.y));
      if (isDark === (Math.max(Math.abs(dx), Math.abs(dy)) !== 1)) alike += 1;
    }
  }
  return alike;
}

/** The projection that takes four points of the code to four of the picture; null when three of them are in a line. */
function projection(
  from: readonly Point[],
  to: readonly Point[],
): ((point: Point) => Point) | null {
  const equations = from.flatMap(({ x, y }, index) => {
    const { x: u, y: v } = to[index] ?? { x: 0, y: 0 };
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  const solution = solved(equations);
  if (!solution) return null;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = solution;
  return ({ x, y }) => {
    const depth = g * x + h * y + 1;
    return { x: (a * x + b * y + c) / depth, y: (d * x + e * y + f) / depth };
  };
}

/** Linear equations, each with its right side at the end, by elimination. */
function solved(equations: number[][]): readonly number[] | null {
  const rows = equations.map((row) => [...row]);
  for (const column of equations.keys()) {
    const rest = rows.slice(column);
    const largest = Math.max(...rest.map((row) => Math.abs(row[column] ?? 0)));
    const found = column + rest.findIndex((row) => Math.abs(row[column] ?? 0) === largest);
    const pivot = rows[found];
    const swapped = rows[column];
    if (!pivot || !swapped || largest < 1e-9) return null;
    rows[found] = swapped;
    const lead = pivot[column] ?? 1;
    const unit = pivot.map((value) => value / lead);
    rows[column] = unit;
    for (const [index, row] of rows.entries()) {
      if (index === column) continue;
      const factor = row[column] ?? 0;
      rows[index] = row.map((value, at) => value - factor * (unit[at] ?? 0));
    }
  }
  return rows.map((row) => row.at(-1) ?? 0);
}
