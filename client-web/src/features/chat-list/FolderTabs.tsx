'use client';

import { useMemo } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { type ListView, unreadIn } from '@/store/folders';
import { useAppState, useOwn } from '@/store/hooks';
import { selectChats } from '@/store/rooms';
import { Badge } from '@/ui/Badge';
import { Tabs } from '@/ui/Tabs';

interface FolderTabsProps {
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

interface Place {
  readonly id: string;
  readonly title: string;
  readonly view: ListView;
}

const everything: ListView = { kind: 'all' };

/** Everything, one's folders, then the communities. */
function usePlaces(): readonly Place[] {
  const { t } = useI18n();
  const { folders } = useOwn();
  const rooms = useAppState((state) => state.rooms);
  return useMemo(
    () => [
      { id: 'all', title: t('folders.all'), view: everything },
      ...folders.map((folder) => ({
        id: folder.id,
        title: folder.name,
        view: { kind: 'folder', folder } as const,
      })),
      ...Object.values(rooms)
        .filter((room) => room.kind === 'space' && room.membership === 'join')
        .map((room) => ({
          id: room.roomId,
          title: room.name ?? t('room.empty'),
          view: { kind: 'space', children: room.children } as const,
        })),
    ],
    [t, folders, rooms],
  );
}

/** What the list shows for the tab that is chosen; everything when that is gone. */
export function useListView(chosen: string): ListView {
  return usePlaces().find(({ id }) => id === chosen)?.view ?? everything;
}

/** The folders over the list, where there are any. */
export function FolderTabs({ chosen, onChoose }: FolderTabsProps) {
  const { t, locale } = useI18n();
  const places = usePlaces();
  const chats = useAppState(selectChats);
  if (places.length < 2) return null;
  const tabs = places.map(({ id, title, view }) => {
    const { count, isLoud } = unreadIn(chats, view);
    const badge = count > 0 && (
      <Badge
        kind="count"
        isQuiet={!isLoud}
        text={new Intl.NumberFormat(locale).format(count)}
        label={t('folders.unread', { count })}
      />
    );
    return { id, title, badge };
  });
  const isThere = places.some(({ id }) => id === chosen);
  return (
    <Tabs
      label={t('folders.title')}
      tabs={tabs}
      chosen={isThere ? chosen : 'all'}
      onChoose={onChoose}
      data-testid="folder-tabs"
    />
  );
}
