'use client';

import { useCallback, useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { roomFragment } from '@/lib/route';
import { matrix } from '@/matrix/commands';
import type { RoomSummary } from '@/matrix/types';
import { useAppState, useOwnUserId } from '@/store/hooks';
import { ListRow } from '@/ui/ListRow';
import { ListSkeleton } from '@/ui/Skeleton';
import { Spinner } from '@/ui/Spinner';
import { showToast } from '@/ui/toast';
import { useLookup } from '@/ui/use-lookup';
import { findChats } from './model';
import styles from './SearchResults.module.css';

const PEOPLE_SHOWN = 20;

interface SearchResultsProps {
  readonly query: string;
  readonly onOpenRoom: (roomId: string) => void;
}

/** Chats by name and people by name or address, in place of the chat list while something is typed. */
export function SearchResults({ query, onOpenRoom }: SearchResultsProps) {
  const { t } = useI18n();
  const ownUserId = useOwnUserId();
  const rooms = useAppState((state) => state.rooms);
  const chats = findChats(rooms, query);
  const search = useCallback((term: string) => matrix.searchUsers(term, PEOPLE_SHOWN), []);
  const people = useLookup(query, search);
  const known = new Set(chats.map((room) => room.directUserId));
  const others = people.results.filter(({ userId }) => userId !== ownUserId && !known.has(userId));
  const [opening, setOpening] = useState<string | null>(null);

  const open = async (userId: string) => {
    setOpening(userId);
    try {
      onOpenRoom(await matrix.createDirect(userId));
    } catch (error) {
      showToast(errorText(error, t));
    } finally {
      setOpening(null);
    }
  };

  const subtitle = (room: RoomSummary) => {
    if (room.membership === 'invite') return t('chats.invite');
    return room.directUserId ?? t('room.members', { count: room.joinedCount });
  };
  const isEmpty = chats.length === 0 && others.length === 0 && !people.isPending;
  return (
    <div className={styles.results} data-testid="search-results">
      {chats.length > 0 && (
        <section aria-label={t('search.chats')}>
          <h2 className={styles.heading}>{t('search.chats')}</h2>
          {chats.map((room) => (
            <ListRow
              key={room.roomId}
              id={room.directUserId ?? room.roomId}
              title={room.name ?? t('room.empty')}
              subtitle={subtitle(room)}
              href={roomFragment(room.roomId)}
              onClick={() => onOpenRoom(room.roomId)}
              data-testid="search-chat"
              data-room-id={room.roomId}
            />
          ))}
        </section>
      )}
      {(others.length > 0 || people.isPending) && (
        <section aria-label={t('search.people')} aria-busy={people.isPending}>
          <h2 className={styles.heading}>{t('search.people')}</h2>
          {others.map(({ userId, displayName }) => (
            <ListRow
              key={userId}
              id={userId}
              title={displayName ?? userId}
              subtitle={userId}
              isBusy={opening !== null}
              end={opening === userId && <Spinner />}
              onClick={() => void open(userId)}
              data-testid="search-person"
              data-user-id={userId}
            />
          ))}
          {people.isPending && others.length === 0 && <ListSkeleton rows={2} />}
        </section>
      )}
      {people.error !== null && <p className={styles.note}>{errorText(people.error, t)}</p>}
      {isEmpty && people.error === null && (
        <div className={styles.nothing} role="status">
          <p className={styles.nothingTitle}>{t('search.nothing')}</p>
          <p className={styles.note}>{t('search.nothingHint', { query: query.trim() })}</p>
        </div>
      )}
    </div>
  );
}
