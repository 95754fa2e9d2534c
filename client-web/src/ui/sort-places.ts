/** Where rows go while one of them is dragged. Pure. */

export interface Span {
  readonly top: number;
  readonly height: number;
}

const middle = ({ top, height }: Span): number => top + height / 2;

/** The place among the rows that the dragged one would take, and by how much each row moves to make room. */
export function placesWhile(
  rows: readonly Span[],
  from: number,
  way: number,
): { readonly to: number; readonly shifts: readonly number[] } {
  const dragged = rows[from];
  if (!dragged) return { to: from, shifts: rows.map(() => 0) };
  const at = middle(dragged) + way;
  const shifts = rows.map((row, index) => {
    if (index === from) return way;
    if (index > from && middle(row) < at) return -dragged.height;
    return index < from && middle(row) > at ? dragged.height : 0;
  });
  const others = shifts.filter((_, index) => index !== from);
  const passed = (isPassed: (shift: number) => boolean) => others.filter(isPassed).length;
  return { to: from + passed((shift) => shift < 0) - passed((shift) => shift > 0), shifts };
}

/** The key that stands behind the one that was moved to a place; null at the end. */
export function keyBehind(keys: readonly string[], from: number, to: number): string | null {
  return keys.filter((_, index) => index !== from)[to] ?? null;
}
