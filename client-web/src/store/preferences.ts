/** How the client looks and makes itself heard on this device. */
import { type Sound, soundNames } from '@/lib/sounds';

export const TEXT_SIZES = { least: 12, most: 20, usual: 16 } as const;
/** Of the list of chats beside an open one, in pixels. */
export const LIST_WIDTHS = { least: 260, most: 500, usual: 360 } as const;
export const WALLPAPERS = ['meadow', 'dusk', 'sea', 'sand', 'plain'] as const;
export const ACCENTS = ['classic', 'ocean', 'leaf', 'ember', 'rose'] as const;

export interface Preferences {
  /** Of messages, in pixels at the browser's usual size. */
  readonly textSize: number;
  readonly density: 'roomy' | 'compact';
  readonly wallpaper: (typeof WALLPAPERS)[number];
  readonly accent: (typeof ACCENTS)[number];
  readonly contrast: 'system' | 'more';
  readonly motion: 'system' | 'less';
  /** Null for a share of the window. */
  readonly listWidth: number | null;
  /** Desktop notifications, while the client is open in some tab. */
  readonly notifies: boolean;
  readonly hasSound: boolean;
  /** By which messages are heard where their chat has none of its own. */
  readonly sound: Sound;
  /** Notifications show what was written, not only by whom. */
  readonly showsPreview: boolean;
}

export interface PreferencesSlice {
  preferences: Preferences;
}

export const initialPreferences: PreferencesSlice = {
  preferences: {
    textSize: TEXT_SIZES.usual,
    density: 'roomy',
    wallpaper: 'meadow',
    accent: 'classic',
    contrast: 'system',
    motion: 'system',
    listWidth: null,
    notifies: false,
    hasSound: true,
    sound: 'chime',
    showsPreview: true,
  },
};

interface Bounds {
  readonly least: number;
  readonly most: number;
}

export const selectPreferences = (state: PreferencesSlice): Preferences => state.preferences;

/** What was stored by this version or another: every part that is not understood is as at first. */
export function parsePreferences(stored: string | null): Preferences {
  const usual = initialPreferences.preferences;
  let raw: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    const parsed: unknown = JSON.parse(stored ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) raw = parsed;
  } catch {
    // Not ours, or cut off.
  }
  const oneOf = <T>(value: unknown, allowed: readonly T[], otherwise: T): T =>
    allowed.includes(value as T) ? (value as T) : otherwise;
  const flags = [true, false] as const;
  const within = <T>(value: unknown, { least, most }: Bounds, otherwise: T): number | T =>
    typeof value === 'number' && value >= least && value <= most ? Math.round(value) : otherwise;
  return {
    textSize: within(raw.textSize, TEXT_SIZES, usual.textSize),
    density: oneOf(raw.density, ['roomy', 'compact'], usual.density),
    wallpaper: oneOf(raw.wallpaper, WALLPAPERS, usual.wallpaper),
    accent: oneOf(raw.accent, ACCENTS, usual.accent),
    contrast: oneOf(raw.contrast, ['system', 'more'], usual.contrast),
    motion: oneOf(raw.motion, ['system', 'less'], usual.motion),
    listWidth: within(raw.listWidth, LIST_WIDTHS, usual.listWidth),
    notifies: oneOf(raw.notifies, flags, usual.notifies),
    hasSound: oneOf(raw.hasSound, flags, usual.hasSound),
    sound: oneOf(raw.sound, soundNames, usual.sound),
    showsPreview: oneOf(raw.showsPreview, flags, usual.showsPreview),
  };
}
