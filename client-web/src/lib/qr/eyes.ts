/** Finds the three large squares of a QR code in a picture: dark, light, dark, light, dark as 1:1:3:1:1, across and down. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What is dark in a picture, row by row. */
export interface Shadows {
  readonly width: number;
  readonly height: number;
  isDark(x: number, y: number): boolean;
}

export interface Picture {
  /** Red, green, blue and opacity of each point. */
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** A square with the width of its cells. */
interface Eye extends Point {
  readonly cell: number;
  readonly seen: number;
}

/** The corner eye and its neighbours, the way the code is read. */
export interface Eyes {
  readonly corner: Point;
  readonly right: Point;
  readonly below: Point;
  readonly cell: number;
}

/** A point is dark when it is darker than what is around it, so that light may fall on the code from one side. */
const darker = 0.92;
const surroundings = 5;
/** By how much of a cell a run may be off. */
const tolerance = 0.65;
const eyesLookedAt = 9;
const triplesTried = 6;

export function shadowsOf({ data, width, height }: Picture): Shadows {
  const sums = new Float64Array((width + 1) * (height + 1));
  const light = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const value =
        ((data[at] ?? 0) * 77 + (data[at + 1] ?? 0) * 150 + (data[at + 2] ?? 0) * 29) >> 8;
      light[y * width + x] = value;
      row += value;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  const reach = Math.max(8, Math.floor(Math.min(width, height) / surroundings / 2));
  const sum = (x: number, y: number) => sums[y * (width + 1) + x] ?? 0;
  const dark = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const top = Math.max(0, y - reach);
    const bottom = Math.min(height, y + reach + 1);
    for (let x = 0; x < width; x += 1) {
      const left = Math.max(0, x - reach);
      const right = Math.min(width, x + reach + 1);
      const around = sum(right, bottom) - sum(left, bottom) - sum(right, top) + sum(left, top);
      const area = (right - left) * (bottom - top);
      if ((light[y * width + x] ?? 0) * area < around * darker) dark[y * width + x] = 1;
    }
  }
  return {
    width,
    height,
    isDark: (x, y) => x >= 0 && y >= 0 && x < width && y < height && dark[y * width + x] === 1,
  };
}

/** Where a code may be, the likeliest first. */
export function findEyes(shadows: Shadows): readonly Eyes[] {
  const eyes: Eye[] = [];
  for (let y = 0; y < shadows.height; y += 2) {
    for (const x of middlesOf(shadows, y)) {
      const eye = eyeAt(shadows, x, y);
      if (eye) note(eyes, eye);
    }
  }
  return triples(eyes.sort((a, b) => b.seen - a.seen).slice(0, eyesLookedAt));
}

/** The middles of those places in a row that look like a cut through an eye. */
function middlesOf(shadows: Shadows, y: number): readonly number[] {
  const found: number[] = [];
  let runs: number[] = [];
  let isDark = false;
  for (let x = 0; x <= shadows.width; x += 1) {
    const now = x < shadows.width && shadows.isDark(x, y);
    if (now === isDark) {
      runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1;
      continue;
    }
    if (isDark && runs.length >= 5) {
      const cut = runs.slice(-5);
      const length = cut.reduce((a, b) => a + b, 0);
      if (cellOf(cut) !== null) found.push(Math.floor(x - length / 2));
    }
    runs = [...runs.slice(-5), 1];
    isDark = now;
  }
  return found;
}

/** The width of a cell, if the runs are those of a cut through an eye. */
function cellOf(runs: readonly number[]): number | null {
  const cell = runs.reduce((a, b) => a + b, 0) / 7;
  const isEye = [1, 1, 3, 1, 1].every(
    (cells, index) =>
      Math.abs((runs[index] ?? 0) - cells * cell) < tolerance * cell * Math.sqrt(cells),
  );
  return isEye && cell >= 1 ? cell : null;
}

function eyeAt(shadows: Shadows, x: number, y: number): Eye | null {
  const down = cutThrough(shadows, x, y, 0, 1);
  if (!down) return null;
  const middle = Math.round(y + down.shift);
  const across = cutThrough(shadows, x, middle, 1, 0);
  if (!across) return null;
  const cell = (down.cell + across.cell) / 2;
  if (Math.max(down.cell, across.cell) > cell * 1.35) return null;
  return { x: x + across.shift + 0.5, y: y + down.shift + 0.5, cell, seen: 1 };
}

/** Goes from a point within the dark middle both ways; `shift` is how far off the middle the point is. */
function cutThrough(
  shadows: Shadows,
  x: number,
  y: number,
  dx: number,
  dy: number,
): { readonly cell: number; readonly shift: number } | null {
  const reach = Math.max(shadows.width, shadows.height);
  const walk = (sign: number): readonly [number, number, number] => {
    const runs: [number, number, number] = [0, 0, 0];
    let step = sign > 0 ? 0 : 1;
    for (const [index, wanted] of [true, false, true].entries()) {
      while (step < reach) {
        const [px, py] = [x + sign * dx * step, y + sign * dy * step];
        const isInside = px >= 0 && py >= 0 && px < shadows.width && py < shadows.height;
        if (!isInside || shadows.isDark(px, py) !== wanted) break;
        runs[index as 0 | 1 | 2] += 1;
        step += 1;
      }
    }
    return runs;
  };
  const ahead = walk(1);
  const behind = walk(-1);
  const runs = [behind[2], behind[1], behind[0] + ahead[0], ahead[1], ahead[2]];
  const cell = cellOf(runs);
  if (cell === null) return null;
  return { cell, shift: (ahead[0] - behind[0] - 1) / 2 };
}

function note(eyes: Eye[], eye: Eye): void {
  const index = eyes.findIndex(
    ({ x, y, cell }) =>
      Math.hypot(x - eye.x, y - eye.y) < cell * 2 && Math.abs(cell - eye.cell) < cell * 0.4,
  );
  const known = eyes[index];
  if (!known) {
    eyes.push(eye);
    return;
  }
  const { seen } = known;
  const mean = (a: number, b: number) => (a * seen + b) / (seen + 1);
  eyes[index] = {
    x: mean(known.x, eye.x),
    y: mean(known.y, eye.y),
    cell: mean(known.cell, eye.cell),
    seen: seen + 1,
  };
}

/** Three that stand as the eyes of a code do: two equal sides and a right angle, more or less. */
function triples(eyes: readonly Eye[]): readonly Eyes[] {
  const found: { readonly eyes: Eyes; readonly oddness: number }[] = [];
  for (const corner of eyes) {
    for (const [index, one] of eyes.entries()) {
      for (const other of eyes.slice(index + 1)) {
        if (one === corner || other === corner) continue;
        const triple = asTriple(corner, one, other);
        if (triple) found.push(triple);
      }
    }
  }
  const best = found.sort((a, b) => a.oddness - b.oddness).slice(0, triplesTried);
  return best.map((triple) => triple.eyes);
}

function asTriple(corner: Eye, one: Eye, other: Eye): { eyes: Eyes; oddness: number } | null {
  const [ax, ay] = [one.x - corner.x, one.y - corner.y];
  const [bx, by] = [other.x - corner.x, other.y - corner.y];
  const [a, b] = [Math.hypot(ax, ay), Math.hypot(bx, by)];
  const cells = [corner.cell, one.cell, other.cell];
  const uneven = Math.max(...cells) / Math.min(...cells) - 1;
  const slant = Math.abs(ax * bx + ay * by) / (a * b);
  const stretch = Math.max(a, b) / Math.min(a, b) - 1;
  if (uneven > 0.7 || slant > 0.5 || stretch > 0.7) return null;
  // Seen from the corner the one on the right comes before the one below, clockwise.
  const isClockwise = ax * by - ay * bx > 0;
  const [right, below] = isClockwise ? [one, other] : [other, one];
  const cell = cells.reduce((sum, each) => sum + each, 0) / 3;
  return { eyes: { corner, right, below, cell }, oddness: uneven + slant + stretch };
}
