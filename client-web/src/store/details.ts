/** Settings of the rooms that are open. */
import { isEqual } from '@/lib/equal';
import type { RoomDetails } from '@/matrix/types';

export interface DetailsSlice {
  details: Readonly<Record<string, RoomDetails>>;
}

export const initialDetails: DetailsSlice = { details: {} };

export function updateDetails(
  details: DetailsSlice['details'],
  changed: RoomDetails,
): DetailsSlice['details'] {
  if (isEqual(details[changed.roomId], changed)) return details;
  return { ...details, [changed.roomId]: changed };
}

export const selectDetails = (state: DetailsSlice, roomId: string): RoomDetails | null =>
  state.details[roomId] ?? null;
