'use client';

import { useEffect, useState } from 'react';

/** How a search stands. Earlier results stay visible while newer ones are awaited. */
export interface Lookup<T> {
  readonly results: readonly T[];
  readonly isPending: boolean;
  readonly error: unknown;
}

const TYPING_PAUSE_MS = 250;

interface Answer<T> {
  readonly term: string;
  readonly results: readonly T[];
  readonly error: unknown;
}

const none: Answer<never> = { term: '', results: [], error: null };

/** Asks `search` when typing pauses; answers to what was typed before are dropped. `search` must be stable. */
export function useLookup<T>(
  term: string,
  search: (term: string) => Promise<readonly T[]>,
): Lookup<T> {
  const wanted = term.trim();
  const [answer, setAnswer] = useState<Answer<T>>(none);

  useEffect(() => {
    if (wanted === '') return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      search(wanted).then(
        (results) => {
          if (isCurrent) setAnswer({ term: wanted, results, error: null });
        },
        (error: unknown) => {
          if (isCurrent) setAnswer({ term: wanted, results: [], error });
        },
      );
    }, TYPING_PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [wanted, search]);

  if (wanted === '') return { results: [], isPending: false, error: null };
  return { results: answer.results, isPending: answer.term !== wanted, error: answer.error };
}
