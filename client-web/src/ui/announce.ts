/** Words for screen readers only, spoken by the one polite live region that the shell holds. */

const PAUSE_MS = 3_000;

let listener: ((text: string) => void) | null = null;
let pending: string | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;

function speak(): void {
  timer = null;
  if (pending === null) return;
  listener?.(pending);
  pending = null;
  timer = setTimeout(speak, PAUSE_MS);
}

/** Says something politely; in a rush of announcements only the newest of each three seconds is said. */
export function announce(text: string): void {
  pending = text;
  if (timer === null) speak();
}

/** Hands announcements to the live region; returns how to stop. */
export function onAnnouncement(next: (text: string) => void): () => void {
  listener = next;
  return () => {
    if (listener === next) listener = null;
  };
}
