/** Unsent texts by room. The engine keeps them through reloads and shares them between tabs. */
export interface DraftsSlice {
  drafts: Readonly<Record<string, string>>;
}

export const initialDrafts: DraftsSlice = { drafts: {} };

/** An empty text removes the draft. */
export function updateDrafts(
  drafts: DraftsSlice['drafts'],
  changed: Readonly<Record<string, string>>,
): DraftsSlice['drafts'] {
  return Object.fromEntries(Object.entries({ ...drafts, ...changed }).filter(([, text]) => text));
}

export const selectDraft = (state: DraftsSlice, roomId: string): string =>
  state.drafts[roomId] ?? '';
