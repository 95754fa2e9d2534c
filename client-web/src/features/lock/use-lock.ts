'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { lockNow, lockState, readLock, subscribeToLock } from './model';

const checkMs = 10_000;
const signs = ['pointerdown', 'keydown', 'wheel'] as const;

/** Nobody is signed in any more: there is nothing left to hide. */
export { removePasscode as endLock } from './model';

/** Whether the screen is locked; locks it by itself when nobody has touched any tab for a while. */
export function useLock(): boolean {
  const state = useSyncExternalStore(subscribeToLock, lockState, () => 'none' as const);

  useEffect(() => {
    if (state !== 'open') return;
    let touchedAt = Date.now();
    const touch = () => {
      touchedAt = Date.now();
    };
    const timer = setInterval(() => {
      const minutes = readLock()?.minutes ?? Number.POSITIVE_INFINITY;
      if (Date.now() - touchedAt > minutes * 60_000) lockNow();
    }, checkMs);
    for (const sign of signs) window.addEventListener(sign, touch, { passive: true });
    return () => {
      clearInterval(timer);
      for (const sign of signs) window.removeEventListener(sign, touch);
    };
  }, [state]);

  return state === 'locked';
}
