'use client';

/** The one player of voice messages and music: it goes on when the chat is left, and one starts as another ends. */
import { useSyncExternalStore } from 'react';

/** Something that can be played. */
export interface Track {
  /** The message it is in. */
  readonly key: string;
  readonly url: string;
  /** Who sent it, or what it is called. */
  readonly title: string;
  readonly isVoice: boolean;
  readonly durationMs: number | null;
}

interface PlayerState {
  readonly track: Track | null;
  readonly isPlaying: boolean;
  readonly atMs: number;
  readonly durationMs: number | null;
  readonly rate: number;
}

const RATES = [1, 1.5, 2];
const idle: PlayerState = { track: null, isPlaying: false, atMs: 0, durationMs: null, rate: 1 };

let state = idle;
let audio: HTMLAudioElement | null = null;
/** What comes after a voice message; set by the conversation that shows it. */
let findNext: (key: string) => Track | null = () => null;
const listeners = new Set<() => void>();

function change(next: Partial<PlayerState>): void {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}

function element(): HTMLAudioElement {
  if (audio) return audio;
  audio = new Audio();
  audio.addEventListener('timeupdate', () => change({ atMs: (audio?.currentTime ?? 0) * 1000 }));
  audio.addEventListener('durationchange', () => {
    const seconds = audio?.duration ?? 0;
    if (Number.isFinite(seconds)) change({ durationMs: seconds * 1000 });
  });
  audio.addEventListener('play', () => change({ isPlaying: true }));
  audio.addEventListener('pause', () => change({ isPlaying: false }));
  audio.addEventListener('ended', ended);
  return audio;
}

function ended(): void {
  const { track } = state;
  const next = track?.isVoice ? findNext(track.key) : null;
  if (next) play(next);
  else change({ isPlaying: false, atMs: 0 });
}

/** Plays a track, or goes on with it. */
export function play(track: Track): void {
  const player = element();
  if (state.track?.key !== track.key) {
    player.src = track.url;
    change({ track, atMs: 0, durationMs: track.durationMs });
  }
  player.playbackRate = track.isVoice ? state.rate : 1;
  // A file that is no sound, or none at all: the button is back where it was.
  player.play().catch(() => change({ isPlaying: false }));
}

export function pause(): void {
  audio?.pause();
}

/** Ends it and takes the player away. */
export function stop(): void {
  audio?.pause();
  audio?.removeAttribute('src');
  change({ ...idle, rate: state.rate });
}

export function seek(atMs: number): void {
  if (audio === null) return;
  audio.currentTime = atMs / 1000;
  change({ atMs });
}

/** The next of the speeds at which voice messages can be heard. */
export function nextRate(): void {
  const rate = RATES[(RATES.indexOf(state.rate) + 1) % RATES.length] ?? 1;
  if (audio && state.track?.isVoice) audio.playbackRate = rate;
  change({ rate });
}

/** Says what to play after a voice message. */
export function setNextFinder(find: (key: string) => Track | null): () => void {
  findNext = find;
  return () => {
    if (findNext === find) findNext = () => null;
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePlayer(): PlayerState {
  return useSyncExternalStore(
    subscribe,
    () => state,
    () => idle,
  );
}

/** The state for one message: it changes only while that is played. */
export function usePlayerOf(key: string): PlayerState {
  return useSyncExternalStore(
    subscribe,
    () => (state.track?.key === key ? state : idle),
    () => idle,
  );
}
