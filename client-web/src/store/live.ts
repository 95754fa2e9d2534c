/** Telling others where one is. */
import type { LivePlace, LiveShare } from '@/matrix/types';

export interface LiveSlice {
  liveShares: readonly LiveShare[];
  /** Where this device is, while it tells somebody; never asked for otherwise. */
  ownPlace: LivePlace | null;
}

export const initialLive: LiveSlice = { liveShares: [], ownPlace: null };

export const selectLiveShares = (state: LiveSlice): readonly LiveShare[] => state.liveShares;

export const selectLiveShare = (state: LiveSlice, roomId: string): LiveShare | null =>
  state.liveShares.find((share) => share.roomId === roomId) ?? null;

export const selectOwnPlace = (state: LiveSlice): LivePlace | null => state.ownPlace;
