/** The whole state, and how patches from the engine change it. Pure: no store, no React. */
import type { Patch } from '@/matrix/types';
import { type AccountsSlice, initialAccounts } from './accounts';
import { type DraftsSlice, initialDrafts, updateDrafts } from './drafts';
import { type EncryptionSlice, initialEncryption } from './encryption';
import { initialMembers, type MembersSlice, updateMembers } from './members';
import { initialPreferences, type PreferencesSlice } from './preferences';
import { initialPresence, type PresenceSlice, updatePresence } from './presence';
import { initialRooms, type RoomsSlice, updateRooms, updateTyping } from './rooms';
import { initialDetails, type DetailsSlice, updateDetails } from './details';
import { initialLive, type LiveSlice } from './live';
import { initialOwn, type OwnSlice } from './own';
import { initialScheduled, type ScheduledSlice } from './scheduled';
import { initialSession, type SessionSlice } from './session';
import { initialSettings, type SettingsSlice } from './settings';
import {
  initialTimelines,
  patchTimeline,
  type TimelinesSlice,
  timelineFromSnapshot,
} from './timelines';
import { initialUi, type UiSlice } from './ui';

export type AppState = SessionSlice &
  AccountsSlice &
  RoomsSlice &
  TimelinesSlice &
  MembersSlice &
  DraftsSlice &
  EncryptionSlice &
  OwnSlice &
  DetailsSlice &
  PresenceSlice &
  ScheduledSlice &
  LiveSlice &
  SettingsSlice &
  PreferencesSlice &
  UiSlice;

const initialAccount = {
  ...initialRooms,
  ...initialTimelines,
  ...initialMembers,
  ...initialDrafts,
  ...initialEncryption,
  ...initialOwn,
  ...initialDetails,
  ...initialPresence,
  ...initialScheduled,
  ...initialLive,
  ...initialSettings,
};

export const initialState: AppState = {
  ...initialSession,
  ...initialAccounts,
  ...initialAccount,
  ...initialUi,
  ...initialPreferences,
};

/** Applies one batch: the caller stores the result, so that a batch is one update for React. */
export function applyPatches(state: AppState, batch: readonly Patch[]): AppState {
  return batch.reduce(applyPatch, state);
}

function applyPatch(state: AppState, patch: Patch): AppState {
  switch (patch.type) {
    case 'session':
      // An engine that takes over has yet to read what the one before knew.
      return patch.state.status === 'loading' ? state : { ...state, session: patch.state };
    case 'connection':
      return { ...state, connection: patch.state };
    case 'rooms':
      return {
        ...state,
        rooms: updateRooms(state.rooms, patch.upsert, patch.remove),
        hasRooms: true,
      };
    case 'timelineReset': {
      const { timelineId } = patch.timeline;
      const before = state.timelines[timelineId];
      const timeline = timelineFromSnapshot(patch.timeline, before);
      if (timeline === before) return state;
      return { ...state, timelines: { ...state.timelines, [timelineId]: timeline } };
    }
    case 'timeline': {
      const before = state.timelines[patch.timelineId];
      if (!before) return state;
      const timeline = patchTimeline(before, patch);
      return { ...state, timelines: { ...state.timelines, [patch.timelineId]: timeline } };
    }
    case 'members': {
      const members = updateMembers(state.members, patch.roomId, patch.upsert);
      return members === state.members ? state : { ...state, members };
    }
    case 'typing':
      return { ...state, typing: updateTyping(state.typing, patch.typing) };
    case 'drafts':
      return { ...state, drafts: updateDrafts(state.drafts, patch.drafts) };
    case 'encryption':
      return { ...state, encryption: patch.state };
    case 'verification':
      return { ...state, verification: patch.verification };
    case 'trust':
      return { ...state, trust: { ...state.trust, [patch.userId]: patch.trust } };
    case 'own':
      return { ...state, own: patch.own };
    case 'details':
      return { ...state, details: updateDetails(state.details, patch.details) };
    case 'accounts':
      return { ...state, accounts: patch.accounts };
    case 'privacy':
      return { ...state, privacy: patch.privacy };
    case 'notificationLevels':
      return { ...state, notificationLevels: patch.levels };
    case 'scheduled':
      return { ...state, scheduled: patch.state };
    case 'live':
      return { ...state, liveShares: patch.shares };
    case 'presence':
      return { ...state, presence: updatePresence(state.presence, patch.people) };
    // Told by whoever listens for it, not kept.
    case 'notice':
    case 'call':
      return state;
    case 'forget':
      return {
        ...state,
        ...initialAccount,
        openRoomId: null,
        composerContexts: {},
        viewer: null,
        selection: null,
      };
  }
}
