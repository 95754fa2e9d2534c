/** What this tab shows; nothing here is known to the engine. */
import type { MessageContent } from '@/matrix/types';

export type Theme = 'system' | 'light' | 'dark';

/** A message that something is about to be done with: all that a bar above the composer needs to show it. */
export interface QuotedMessage {
  readonly roomId: string;
  readonly eventId: string;
  readonly senderId: string;
  readonly senderName: string;
  readonly isOwn: boolean;
  readonly content: MessageContent;
}

/** What the next message will be: an answer, or another version of an earlier one. */
export interface ComposerContext {
  readonly kind: 'reply' | 'edit';
  readonly message: QuotedMessage;
}

/** The messages chosen in a conversation, by key; null while none is being chosen. */
export interface Selection {
  readonly timelineId: string;
  readonly keys: readonly string[];
}

/** A picture or film over the whole window, by its message. */
export interface ViewerPlace {
  readonly timelineId: string;
  readonly key: string;
}

export interface UiSlice {
  openRoomId: string | null;
  theme: Theme;
  /** By the timeline that is written to: a room's id, or the id of a thread's timeline. */
  composerContexts: Readonly<Record<string, ComposerContext>>;
  selection: Selection | null;
  viewer: ViewerPlace | null;
}

export const initialUi: UiSlice = {
  openRoomId: null,
  theme: 'system',
  composerContexts: {},
  selection: null,
  viewer: null,
};

/** Puts a context in the place of the one before, or takes it away. */
export function updateComposerContexts(
  contexts: UiSlice['composerContexts'],
  timelineId: string,
  context: ComposerContext | null,
): UiSlice['composerContexts'] {
  if (context === null && !(timelineId in contexts)) return contexts;
  const { [timelineId]: _before, ...others } = contexts;
  return context === null ? others : { ...others, [timelineId]: context };
}

export const selectOpenRoomId = (state: UiSlice): string | null => state.openRoomId;

export const selectViewer = (state: UiSlice): ViewerPlace | null => state.viewer;

export const selectTheme = (state: UiSlice): Theme => state.theme;

export const selectComposerContext = (state: UiSlice, timelineId: string): ComposerContext | null =>
  state.composerContexts[timelineId] ?? null;

/** The keys chosen in a timeline; null outside selection mode. */
export const selectSelectedKeys = (state: UiSlice, timelineId: string): readonly string[] | null =>
  state.selection?.timelineId === timelineId ? state.selection.keys : null;
