'use client';

import { useEffect, useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { showToast } from '@/ui/toast';

/** What a command resolves to; null until it does. `ask` must be stable. */
export function useAnswer<T>(ask: () => Promise<T>): T | null {
  const { t } = useI18n();
  const [answer, setAnswer] = useState<T | null>(null);
  useEffect(() => {
    let isCurrent = true;
    ask().then(
      (found) => {
        if (isCurrent) setAnswer(found);
      },
      (error: unknown) => {
        if (isCurrent) showToast(errorText(error, t));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [ask, t]);
  return answer;
}
