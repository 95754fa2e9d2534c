/** The one store of the page. Components read it through `hooks.ts`; only `src/matrix` and the ui actions write. */
import { createStore } from 'zustand/vanilla';
import type { Patch } from '@/matrix/types';
import { type AppState, applyPatches, initialState } from './state';
import type { Theme } from './ui';

export const appStore = createStore<AppState>(() => initialState);

/** Takes a batch of patches in as one update. */
export function receivePatches(batch: readonly Patch[]): void {
  appStore.setState((state) => applyPatches(state, batch));
}

export function setOpenRoomId(openRoomId: string | null): void {
  appStore.setState({ openRoomId });
}

export function setTheme(theme: Theme): void {
  appStore.setState({ theme });
}
