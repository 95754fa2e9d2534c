/** What the account keeps for itself. */
import type { OwnData } from '@/matrix/types';

export interface OwnSlice {
  own: Readonly<OwnData>;
}

export const initialOwn: OwnSlice = {
  own: {
    recentEmoji: [],
    folders: [],
    contacts: [],
    ignoredUserIds: [],
    savedRoomId: null,
    sounds: {},
    packs: [],
  },
};

export const selectOwn = (state: OwnSlice): Readonly<OwnData> => state.own;
