/** Reads fields of events. Whatever is in an event is a stranger's claim: of the wrong kind, it counts as not there. */

/** A JSON object that nobody has looked at. */
export type Claims = Readonly<Record<string, unknown>>;

const nothing: Claims = {};

/** The object under a name; an empty one where there is none. */
export function claims(value: unknown): Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Claims)
    : nothing;
}

/** A text that is not empty. */
export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A finite number within bounds. */
export function number(value: unknown, least: number, most: number): number | null {
  return typeof value === 'number' && value >= least && value <= most ? value : null;
}

/** The items of a list; none where it is no list. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
