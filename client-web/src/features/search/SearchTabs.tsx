'use client';

import { useI18n } from '@/i18n/I18nProvider';
import type { AcrossSearch } from '@/matrix/protocol/across';
import { Tabs } from '@/ui/Tabs';

/** `chats` is whatever has a name; the others are what is said and shared in all chats. */
export type SearchTab = 'chats' | AcrossSearch['kind'];

const TABS: readonly SearchTab[] = [
  'chats',
  'messages',
  'media',
  'links',
  'files',
  'music',
  'voice',
];

interface SearchTabsProps {
  readonly chosen: SearchTab;
  readonly onChoose: (tab: SearchTab) => void;
}

/** What is looked for, over what is found. */
export function SearchTabs({ chosen, onChoose }: SearchTabsProps) {
  const { t } = useI18n();
  return (
    <Tabs
      label={t('search.what')}
      tabs={TABS.map((id) => ({
        id,
        title: id === 'chats' || id === 'messages' ? t(`search.${id}`) : t(`shared.${id}`),
      }))}
      chosen={chosen}
      onChoose={onChoose}
      data-testid="search-tabs"
    />
  );
}
