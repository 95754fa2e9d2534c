/** What this tab shows; nothing here is known to the engine. */
export type Theme = 'system' | 'light' | 'dark';

export interface UiSlice {
  openRoomId: string | null;
  theme: Theme;
}

export const initialUi: UiSlice = { openRoomId: null, theme: 'system' };

export const selectOpenRoomId = (state: UiSlice): string | null => state.openRoomId;

export const selectTheme = (state: UiSlice): Theme => state.theme;
