/** How components read the store: each hook re-renders only when what it returns changes. */
import { useStore } from 'zustand';
import { selectDraft } from './drafts';
import { selectMember, selectMembers } from './members';
import { selectDetails } from './details';
import { selectOwn } from './own';
import { selectRoom, selectRoomIds, selectTyping, selectUnreadChats } from './rooms';
import { selectConnection, selectOwnUserId, selectSession } from './session';
import type { AppState } from './state';
import { appStore } from './store';
import { selectItem, selectTimeline } from './timelines';
import {
  selectComposerContext,
  selectOpenRoomId,
  selectSelectedKeys,
  selectTheme,
  selectViewer,
} from './ui';

/** For a selector that has no hook of its own. It must return the same object for the same state. */
export function useAppState<T>(selector: (state: AppState) => T): T {
  return useStore(appStore, selector);
}

export const useSession = () => useAppState(selectSession);
export const useOwnUserId = () => useAppState(selectOwnUserId);
export const useConnection = () => useAppState(selectConnection);

/** False until the snapshot or the first sync has filled the chat list. */
export const useHasRooms = () => useAppState((state) => state.hasRooms);
export const useRoomIds = () => useAppState(selectRoomIds);
export const useRoom = (roomId: string) => useAppState((state) => selectRoom(state, roomId));
export const useUnreadChats = () => useAppState(selectUnreadChats);
export const useTyping = (roomId: string) => useAppState((state) => selectTyping(state, roomId));

/** Null until `openRoom` has brought it. */
export const useTimeline = (timelineId: string) =>
  useAppState((state) => selectTimeline(state, timelineId));
export const useTimelineItem = (timelineId: string, key: string) =>
  useAppState((state) => selectItem(state, timelineId, key));

export const useMember = (roomId: string, userId: string) =>
  useAppState((state) => selectMember(state, roomId, userId));
export const useMembers = (roomId: string) => useAppState((state) => selectMembers(state, roomId));

export const useDraft = (roomId: string) => useAppState((state) => selectDraft(state, roomId));

export const useOwn = () => useAppState(selectOwn);
/** Whether a room is where one keeps things for oneself. */
export const useIsSaved = (roomId: string) =>
  useAppState((state) => selectOwn(state).savedRoomId === roomId);
/** Null until the room is open and the engine runs. */
export const useDetails = (roomId: string) => useAppState((state) => selectDetails(state, roomId));

export const useOpenRoomId = () => useAppState(selectOpenRoomId);
export const useViewer = () => useAppState(selectViewer);
export const useTheme = () => useAppState(selectTheme);

export const useComposerContext = (timelineId: string) =>
  useAppState((state) => selectComposerContext(state, timelineId));
/** Null outside selection mode. */
export const useSelectedKeys = (timelineId: string) =>
  useAppState((state) => selectSelectedKeys(state, timelineId));
