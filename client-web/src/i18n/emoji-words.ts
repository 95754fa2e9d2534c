'use client';

import { useMemo } from 'react';
import { EMOJI_GROUPS, type EmojiGroup } from '@/lib/emoji-data';
import { useI18n } from './I18nProvider';

/** The words of the emoji picker, the same wherever it opens. */
export function useEmojiWords() {
  const { t } = useI18n();
  return useMemo(
    () => ({
      label: t('emoji.title'),
      search: t('emoji.search'),
      clearSearch: t('search.clear'),
      recent: t('emoji.recent'),
      found: t('emoji.found'),
      nothing: t('search.nothing'),
      groups: Object.fromEntries(
        EMOJI_GROUPS.map((group) => [group, t(`emoji.${group}`)]),
      ) as Record<EmojiGroup, string>,
    }),
    [t],
  );
}
