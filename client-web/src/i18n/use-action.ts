'use client';

import { useCallback, useState } from 'react';
import { useI18n } from './I18nProvider';
import { errorText } from './plain-words';

interface Action {
  readonly isBusy: boolean;
  /** What went wrong the last time, in words; undefined while nothing did. */
  readonly failure: string | undefined;
  /** Runs a command; resolves to whether it succeeded. */
  readonly run: (command: () => Promise<unknown>) => Promise<boolean>;
  readonly forgive: () => void;
}

/** A command that a person waits for: what it looks like while it runs, and what to say when it fails. */
export function useAction(): Action {
  const { t } = useI18n();
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const run = useCallback(
    async (command: () => Promise<unknown>) => {
      setIsBusy(true);
      setFailure(undefined);
      try {
        await command();
        return true;
      } catch (error) {
        setFailure(errorText(error, t));
        return false;
      } finally {
        setIsBusy(false);
      }
    },
    [t],
  );
  const forgive = useCallback(() => setFailure(undefined), []);
  return { isBusy, failure, run, forgive };
}
