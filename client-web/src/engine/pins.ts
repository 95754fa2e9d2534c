/** The order of pinned chats: a number for each, the smallest first. https://spec.matrix.org/latest/client-server-api/#room-tagging */

export interface Pinned {
  readonly roomId: string;
  readonly order: number;
}

/** Closer than this two numbers are as good as equal. */
const leastGap = 1e-6;

/**
 * The numbers that must change so that a chat stands before another one (null: after all): as a rule that of the chat alone,
 * between those of its new neighbours; where there is no room between them, those of all.
 */
export function movedPins(
  pinned: readonly Pinned[],
  roomId: string,
  before: string | null,
): readonly Pinned[] {
  const others = pinned.filter((pin) => pin.roomId !== roomId);
  const found = before === null ? -1 : others.findIndex((pin) => pin.roomId === before);
  const at = found < 0 ? others.length : found;
  const above = others[at - 1]?.order ?? 0;
  const below = others[at]?.order ?? 1;
  const order = (above + below) / 2;
  if (order - above > leastGap && below - order > leastGap) return [{ roomId, order }];
  const all = [...others.slice(0, at), { roomId, order }, ...others.slice(at)];
  return all.map((pin, index) => ({ ...pin, order: (index + 1) / (all.length + 1) }));
}
