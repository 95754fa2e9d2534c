/** Places by their coordinates, as people type them. Pure. */

/** Null for what is no number, or lies beyond the earth. */
export function coordinate(text: string, most: 90 | 180): number | null {
  const value = Number(text.trim().replace(',', '.').replace('−', '-'));
  return text.trim() !== '' && Math.abs(value) <= most ? value : null;
}
