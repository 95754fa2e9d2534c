/** The one store of the page. Components read it through `hooks.ts`; only `src/matrix` and the ui actions write. */
import { createStore } from 'zustand/vanilla';
import type { CallSignal, LivePlace, MessageItem, Notice, Patch } from '@/matrix/types';
import type { Preferences } from './preferences';
import { type AppState, applyPatches, initialState } from './state';
import { addFresh, dropFresh } from './timelines';
import {
  type ComposerContext,
  type Selection,
  type Theme,
  updateComposerContexts,
  type ViewerPlace,
} from './ui';

export const appStore = createStore<AppState>(() => initialState);

/** Takes a batch of patches in as one update. */
export function receivePatches(batch: readonly Patch[]): void {
  appStore.setState((state) => applyPatches(state, batch));
  for (const patch of batch) {
    if (patch.type === 'notice') tellNotice(patch.notice);
    if (patch.type === 'call') tellCall(patch.signal);
  }
}

let tellCall: (signal: CallSignal) => void = () => undefined;

/** Who takes part in calls. */
export function onCallSignal(listener: (signal: CallSignal) => void): void {
  tellCall = listener;
}

let tellNotice: (notice: Notice) => void = () => undefined;

/** Who tells of messages that deserve attention: they are events, and no state. */
export function onNotice(listener: (notice: Notice) => void): void {
  tellNotice = listener;
}

export function setPreferences(preferences: Preferences): void {
  appStore.setState({ preferences });
}

export function changePreferences(change: Partial<Preferences>): void {
  appStore.setState(({ preferences }) => ({ preferences: { ...preferences, ...change } }));
}

export function setOpenRoomId(openRoomId: string | null): void {
  appStore.setState({ openRoomId });
}

export function setTheme(theme: Theme): void {
  appStore.setState({ theme });
}

/** What the next message in a timeline will be; null for a plain one. */
export function setComposerContext(timelineId: string, context: ComposerContext | null): void {
  const { composerContexts: before } = appStore.getState();
  const composerContexts = updateComposerContexts(before, timelineId, context);
  if (composerContexts !== before) appStore.setState({ composerContexts });
}

/** Where this device is, while it tells somebody. */
export function setOwnPlace(ownPlace: LivePlace | null): void {
  appStore.setState({ ownPlace });
}

/** Begins, changes or (null) ends choosing messages. */
export function setSelection(selection: Selection | null): void {
  appStore.setState({ selection });
}

/** Shows a picture or film over the whole window; null takes it away. */
export function setViewer(viewer: ViewerPlace | null): void {
  appStore.setState({ viewer });
}

/** Shows an own message before the engine has it. */
export function showFresh(timelineId: string, item: MessageItem): void {
  appStore.setState(({ fresh }) => ({ fresh: addFresh(fresh, timelineId, item) }));
}

/** From now on the engine shows it, or nobody does. */
export function forgetFresh(timelineId: string, key: string): void {
  appStore.setState(({ fresh }) => ({ fresh: dropFresh(fresh, timelineId, key) }));
}

/** Lets go of messages that nobody looks at any more. */
export function forgetTimeline(timelineId: string): void {
  appStore.setState(({ timelines }) => {
    const { [timelineId]: _forgotten, ...others } = timelines;
    return { timelines: others };
  });
}
