/** What a toast says. The newest replaces the one before: there is never a stack of them. */
export interface ToastMessage {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

let current: ToastMessage | null = null;
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: ToastMessage | null): void {
  current = next;
  for (const listener of listeners) listener();
}

/** Says something that needs no answer; what must be acted on belongs where it happened, not here. */
export function showToast(text: string, action?: ToastMessage['action']): void {
  lastId += 1;
  set(action === undefined ? { id: lastId, text } : { id: lastId, text, action });
}

/** Takes a toast away, unless another has replaced it meanwhile. */
export function dismissToast(id: number): void {
  if (current?.id === id) set(null);
}

/** For useSyncExternalStore. */
export function subscribeToToast(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** For useSyncExternalStore. */
export function currentToast(): ToastMessage | null {
  return current;
}
