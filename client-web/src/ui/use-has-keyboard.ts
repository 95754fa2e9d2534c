'use client';

import { useSyncExternalStore } from 'react';

const touch = '(pointer: coarse)';

function subscribe(listener: () => void): () => void {
  const media = matchMedia(touch);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
}

/**
 * A real keyboard, as far as that can be told: whoever points with a finger has one on the screen. A tablet that is put into
 * its stand gets one, and loses it again.
 */
export function useHasKeyboard(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => !matchMedia(touch).matches,
    () => true,
  );
}
