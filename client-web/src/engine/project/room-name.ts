/** Names of rooms that have none, in the specification's order but without words of any language. */
import type { RoomNameState } from 'matrix-js-sdk';

const shownNames = 3;

/**
 * "Anna, Ben +3" after the people in it; the name of who was there when nobody else is left; empty when nobody
 * ever was. https://spec.matrix.org/latest/client-server-api/#calculating-the-display-name-for-a-room
 */
export function neutralRoomName(state: RoomNameState): string {
  if ('name' in state) return state.name;
  if (!('names' in state)) return withoutSelf(state.oldName ?? '');
  const shown = state.names.slice(0, shownNames);
  const others = state.count - shown.length;
  return others > 0 ? `${shown.join(', ')} +${others}` : shown.join(', ');
}

/** In the former name of an empty room the SDK counts us too. */
function withoutSelf(oldName: string): string {
  return oldName.replace(/ \+(\d+)$/, (_suffix, count: string) =>
    count === '1' ? '' : ` +${Number(count) - 1}`,
  );
}
