/** The sounds that a message can make: notes, from which they are made anew each time. No file to fetch, nothing to license. */

export interface Note {
  readonly hertz: number;
  readonly startS: number;
  readonly lengthS: number;
  readonly wave?: OscillatorType;
}

export const SOUNDS = {
  chime: [
    { hertz: 880, startS: 0, lengthS: 0.12 },
    { hertz: 1174.66, startS: 0.09, lengthS: 0.22 },
  ],
  bell: [
    { hertz: 1318.51, startS: 0, lengthS: 0.7 },
    { hertz: 2637.02, startS: 0, lengthS: 0.35 },
  ],
  drop: [
    { hertz: 659.25, startS: 0, lengthS: 0.09 },
    { hertz: 987.77, startS: 0.06, lengthS: 0.09 },
    { hertz: 1479.98, startS: 0.12, lengthS: 0.16 },
  ],
  knock: [
    { hertz: 196, startS: 0, lengthS: 0.08, wave: 'triangle' },
    { hertz: 196, startS: 0.13, lengthS: 0.1, wave: 'triangle' },
  ],
  harp: [
    { hertz: 523.25, startS: 0, lengthS: 0.4, wave: 'triangle' },
    { hertz: 659.25, startS: 0.08, lengthS: 0.4, wave: 'triangle' },
    { hertz: 783.99, startS: 0.16, lengthS: 0.5, wave: 'triangle' },
  ],
  beacon: [
    { hertz: 740, startS: 0, lengthS: 0.1, wave: 'square' },
    { hertz: 740, startS: 0.18, lengthS: 0.1, wave: 'square' },
  ],
} as const satisfies Readonly<Record<string, readonly Note[]>>;

export type Sound = keyof typeof SOUNDS;

export const soundNames = Object.keys(SOUNDS) as Sound[];

/** What a chat makes itself heard by; `none` is silence, and without a choice it is the device's sound. */
export type ChatSound = Sound | 'none';

export const isChatSound = (value: unknown): value is ChatSound =>
  value === 'none' || soundNames.includes(value as Sound);
