'use client';

import { useState } from 'react';

interface Wished<T> {
  /** What was wished for, until whoever keeps the value says what it is; else what they said last. */
  readonly shown: T;
  readonly wish: (value: T) => void;
  /** It could not be done. */
  readonly giveUp: () => void;
}

/** A value that is kept elsewhere, shown at once as it was changed here. Compared by identity. */
export function useWished<T>(actual: T): Wished<T> {
  const [wished, setWished] = useState<{ readonly since: T; readonly value: T } | null>(null);
  const isOpen = wished !== null && wished.since === actual;
  // Whatever was said since settles it, or an old wish would come back with the old value.
  if (wished !== null && !isOpen) setWished(null);
  return {
    shown: isOpen ? wished.value : actual,
    wish: (value) => setWished({ since: actual, value }),
    giveUp: () => setWished(null),
  };
}
