/**
 * A lock for the screen: whoever sits down at the machine sees nothing without the passcode. It does not encrypt what is
 * stored, and says so where it is set.
 */
const STORAGE_KEY = 'heliograph.lock';
const iterations = 600_000;
export const LEAST_PASSCODE = 4;
export const AUTO_LOCK_MINUTES = [1, 5, 15, 60] as const;

export interface Lock {
  readonly salt: string;
  readonly digest: string;
  readonly minutes: number;
  readonly isLocked: boolean;
}

/** Null where no passcode is set. */
export function readLock(): Lock | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null');
    const { salt, digest, minutes, isLocked } = (stored ?? {}) as Partial<Lock>;
    if (typeof salt !== 'string' || typeof digest !== 'string') return null;
    return {
      salt,
      digest,
      minutes: AUTO_LOCK_MINUTES.find((known) => known === minutes) ?? AUTO_LOCK_MINUTES[1],
      isLocked: isLocked === true,
    };
  } catch {
    return null;
  }
}

const listeners = new Set<() => void>();

function write(lock: Lock | null): void {
  if (lock === null) localStorage.removeItem(STORAGE_KEY);
  else localStorage.setItem(STORAGE_KEY, JSON.stringify(lock));
  for (const listener of listeners) listener();
}

/** For useSyncExternalStore; the other tabs follow by their storage events. */
export function subscribeToLock(listener: () => void): () => void {
  const follow = ({ key }: StorageEvent) => {
    if (key === STORAGE_KEY) listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', follow);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', follow);
  };
}

/** For useSyncExternalStore: a text, since an object would be another one each time. */
export const lockState = (): 'none' | 'open' | 'locked' => {
  const lock = readLock();
  if (lock === null) return 'none';
  return lock.isLocked ? 'locked' : 'open';
};

export async function setPasscode(passcode: string): Promise<void> {
  const salt = toHex(crypto.getRandomValues(new Uint8Array(16)));
  const digest = await digestOf(passcode, salt);
  write({ salt, digest, minutes: readLock()?.minutes ?? AUTO_LOCK_MINUTES[1], isLocked: false });
}

export function removePasscode(): void {
  write(null);
}

export function setMinutes(minutes: number): void {
  const lock = readLock();
  if (lock) write({ ...lock, minutes });
}

/** Does nothing where no passcode is set. */
export function lockNow(): void {
  const lock = readLock();
  if (lock && !lock.isLocked) write({ ...lock, isLocked: true });
}

/** Resolves to whether the passcode was the right one. */
export async function unlock(passcode: string): Promise<boolean> {
  const lock = readLock();
  if (!lock) return true;
  if ((await digestOf(passcode, lock.salt)) !== lock.digest) return false;
  write({ ...lock, isLocked: false });
  return true;
}

/** Slow on purpose: a passcode is short. */
async function digestOf(passcode: string, salt: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(passcode),
    'PBKDF2',
    false,
    ['deriveBits'],
  );
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt: new TextEncoder().encode(salt), iterations },
    key,
    256,
  );
  return toHex(new Uint8Array(bits));
}

const toHex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
