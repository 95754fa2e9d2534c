'use client';

import { useEffect, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { errorText } from '@/i18n/plain-words';
import { matrix } from '@/matrix/commands';
import type { AcrossSearch } from '@/matrix/protocol/across';
import { type Found, withPage } from './across-found';

const PAUSE_MS = 300;

interface Across {
  /** Null until the first answer to what is asked now. */
  readonly found: Found | null;
  readonly isBusy: boolean;
  readonly failure: string | null;
  readonly goOn: () => void;
}

interface Answer {
  readonly key: string;
  readonly found: Found | null;
  readonly isBusy: boolean;
  readonly failure: string | null;
}

/** Looks through all chats for what is wanted, when typing pauses; null asks for nothing. */
export function useAcross(wanted: AcrossSearch | null): Across {
  const { t } = useI18n();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const kind = wanted?.kind ?? null;
  const term = wanted?.term ?? '';
  const key = `${kind ?? ''} ${term}`;
  const current = answer?.key === key ? answer : null;

  const look = async (search: AcrossSearch, known: Found | null, isCurrent = () => true) => {
    setAnswer({ key, found: known, isBusy: true, failure: null });
    try {
      const page = await matrix.searchAcross(search, known?.next ?? null);
      const found = withPage(known, page);
      if (isCurrent()) setAnswer({ key, found, isBusy: false, failure: null });
    } catch (error) {
      const failure = errorText(error, t);
      if (isCurrent()) setAnswer({ key, found: known, isBusy: false, failure });
    }
  };

  useEffect(() => {
    if (kind === null) return;
    let isWanted = true;
    const begin = () => void look({ kind, term }, null, () => isWanted);
    const timer = setTimeout(begin, term === '' ? 0 : PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
    // `look` is made anew with each render, of the same things.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [kind, term]);

  return {
    found: current?.found ?? null,
    isBusy: kind !== null && (current === null || current.isBusy),
    failure: current?.failure ?? null,
    goOn: () => {
      if (kind !== null && current?.found != null) void look({ kind, term }, current.found);
    },
  };
}
