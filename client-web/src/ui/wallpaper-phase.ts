import { useSyncExternalStore } from 'react';

let phase = 0;
const listeners = new Set<() => void>();

/** Moves the wallpaper's points of colour on by one place, once what is about to be painted is painted. */
export function stepWallpaper(): void {
  requestAnimationFrame(() =>
    setTimeout(() => {
      phase += 1;
      for (const listener of listeners) listener();
    }),
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How often the wallpaper was moved on. */
export function useWallpaperPhase(): number {
  return useSyncExternalStore(
    subscribe,
    () => phase,
    () => 0,
  );
}
