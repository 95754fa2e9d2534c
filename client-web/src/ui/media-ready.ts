'use client';

/** Whether files of messages can be shown: they are fetched by the service worker, which has to be in charge of the page first. */
import { useSyncExternalStore } from 'react';

let isReady = false;
let isStarted = false;
const listeners = new Set<() => void>();

function look(): void {
  const now = navigator.serviceWorker.controller !== null;
  if (now === isReady) return;
  isReady = now;
  for (const listener of listeners) listener();
}

/** Starts the service worker. Call it once, from the browser; where there is none, files stay placeholders. */
export async function startServiceWorker(): Promise<void> {
  if (isStarted || !('serviceWorker' in navigator)) return;
  isStarted = true;
  navigator.serviceWorker.addEventListener('controllerchange', look);
  look();
  try {
    await navigator.serviceWorker.register('/sw.js');
    const { active } = await navigator.serviceWorker.ready;
    // A reload that passes the service worker by leaves the page without it.
    if (navigator.serviceWorker.controller === null) active?.postMessage('claim');
  } catch {
    // Forbidden by the browser's settings: messages are there, pictures are not.
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** False until files can be fetched by their addresses. */
export function useMediaReady(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => isReady,
    () => false,
  );
}
