'use client';

import { useEffect, useState } from 'react';

/** Longer than the longest slide of the tokens. */
const SLIDE_MS = 400;

/** What is shown while it slides away: the value, or the one before for as long as the slide takes. */
export function useLingering<T>(value: T | null): T | null {
  const [kept, setKept] = useState(value);
  if (value !== null && value !== kept) setKept(value);

  useEffect(() => {
    if (value !== null) return;
    const timer = setTimeout(() => setKept(null), SLIDE_MS);
    return () => clearTimeout(timer);
  }, [value]);

  return value ?? kept;
}
