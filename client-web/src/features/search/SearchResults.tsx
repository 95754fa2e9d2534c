'use client';

import { MessageSquareLock } from 'lucide-react';
import { useCallback, useState } from 'react';
import { errorText, peopleText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { rowTime } from '@/lib/dates';
import { messageFragment, roomFragment } from '@/lib/route';
import { matrix } from '@/matrix/commands';
import type { FoundText, PublicRoom, RoomSummary, UserProfile } from '@/matrix/types';
import { useAppState, useOwnUserId } from '@/store/hooks';
import { ActionRow } from '@/ui/ActionRow';
import { ListRow } from '@/ui/ListRow';
import { ListSkeleton } from '@/ui/Skeleton';
import { Spinner } from '@/ui/Spinner';
import { showToast } from '@/ui/toast';
import { useLookup } from '@/ui/use-lookup';
import { useNow } from '@/ui/use-now';
import { VirtualList } from '@/ui/VirtualList';
import { findChats, snippet } from './model';
import styles from './SearchResults.module.css';

const PEOPLE_SHOWN = 20;
const ROOMS_SHOWN = 5;
const ROW_HEIGHT = 60;
const MINUTE_MS = 60_000;
/** Fewer letters stand in too many messages. */
const SHORTEST_WORDS = 3;

type Row =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'chat'; readonly room: RoomSummary }
  | { readonly kind: 'person'; readonly person: UserProfile }
  | { readonly kind: 'room'; readonly room: PublicRoom }
  | { readonly kind: 'message'; readonly message: FoundText };

const isHeading = ({ kind }: Row) => kind === 'heading';

function keyOf(row: Row): string {
  switch (row.kind) {
    case 'heading':
      return row.text;
    case 'chat':
      return row.room.roomId;
    case 'room':
      return `public ${row.room.roomId}`;
    case 'person':
      return row.person.userId;
    case 'message':
      return row.message.eventId;
  }
}

/** In all rooms that the server can read; encrypted ones it cannot. */
const searchMessages = async (term: string): Promise<FoundText[]> =>
  term.length < SHORTEST_WORDS ? [] : matrix.searchMessages(term, null);

/** What our server lists; a server that lists nothing is no failure here. */
const searchRooms = async (term: string): Promise<PublicRoom[]> => {
  if (term.length < SHORTEST_WORDS) return [];
  const { rooms } = await matrix.searchPublicRooms(term, null, null);
  return rooms.slice(0, ROOMS_SHOWN);
};

interface SearchResultsProps {
  readonly query: string;
  readonly onOpenRoom: (roomId: string) => void;
  /** Shows a room that one is not in. */
  readonly onPreview: (link: string) => void;
  /** Looks through what is said in all chats, encrypted ones included. */
  readonly onSearchMessages: () => void;
}

/** Chats by name and people by name or address, in place of the chat list while something is typed. */
export function SearchResults(props: SearchResultsProps) {
  const { query, onOpenRoom, onPreview, onSearchMessages } = props;
  const { t } = useI18n();
  const ownUserId = useOwnUserId();
  const rooms = useAppState((state) => state.rooms);
  const chats = findChats(rooms, query);
  const search = useCallback((term: string) => matrix.searchUsers(term, PEOPLE_SHOWN), []);
  const people = useLookup(query, search);
  const known = new Set(chats.map((room) => room.directUserId));
  const others = people.results.filter(({ userId }) => userId !== ownUserId && !known.has(userId));
  const listed = useLookup(query, searchRooms);
  const strange = listed.results.filter(({ roomId }) => !(roomId in rooms));
  const messages = useLookup(query, searchMessages);
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

  const rows: readonly Row[] = [
    ...(chats.length > 0 ? [{ kind: 'heading', text: t('search.chats') } as const] : []),
    ...chats.map((room) => ({ kind: 'chat', room }) as const),
    ...(others.length > 0 ? [{ kind: 'heading', text: t('search.people') } as const] : []),
    ...others.map((person) => ({ kind: 'person', person }) as const),
    ...(strange.length > 0 ? [{ kind: 'heading', text: t('search.public') } as const] : []),
    ...strange.map((room) => ({ kind: 'room', room }) as const),
    ...(messages.results.length > 0
      ? [{ kind: 'heading', text: t('search.messages') } as const]
      : []),
    ...messages.results.map((message) => ({ kind: 'message', message }) as const),
  ];
  const hasEncrypted = Object.values(rooms).some((room) => room.isEncrypted);
  const isSettled = !people.isPending && people.error === null;

  return (
    <div className={styles.results} aria-busy={people.isPending} data-testid="search-results">
      {rows.length > 0 && (
        <VirtualList
          items={rows}
          keyOf={keyOf}
          rowHeight={ROW_HEIGHT}
          label={t('search.results')}
          isHeading={isHeading}
        >
          {(row, isTabStop) => {
            const tabIndex = isTabStop ? 0 : -1;
            switch (row.kind) {
              case 'heading':
                return <h2 className={styles.heading}>{row.text}</h2>;
              case 'chat':
                return <ChatHit room={row.room} tabIndex={tabIndex} onOpenRoom={onOpenRoom} />;
              case 'message':
                return (
                  <MessageHit
                    message={row.message}
                    query={query}
                    room={rooms[row.message.roomId] ?? null}
                    tabIndex={tabIndex}
                  />
                );
              case 'room':
                return (
                  <ListRow
                    id={row.room.roomId}
                    title={row.room.name ?? row.room.alias ?? row.room.roomId}
                    avatarUrl={row.room.avatarUrl}
                    subtitle={peopleText({ kind: 'chat', joinedCount: row.room.memberCount }, t)}
                    tabIndex={tabIndex}
                    onClick={() => onPreview(row.room.alias ?? row.room.roomId)}
                    data-testid="search-public-room"
                  />
                );
              case 'person':
                return (
                  <ListRow
                    id={row.person.userId}
                    title={row.person.displayName ?? row.person.userId}
                    avatarUrl={row.person.avatarUrl}
                    subtitle={row.person.userId}
                    isBusy={opening !== null}
                    tabIndex={tabIndex}
                    end={opening === row.person.userId && <Spinner />}
                    onClick={() => void open(row.person.userId)}
                    data-testid="search-person"
                    data-user-id={row.person.userId}
                  />
                );
            }
          }}
        </VirtualList>
      )}
      {people.isPending && rows.length === 0 && <ListSkeleton rows={3} />}
      {people.error !== null && <p className={styles.note}>{errorText(people.error, t)}</p>}
      {hasEncrypted && query.trim().length >= SHORTEST_WORDS && (
        <ActionRow
          icon={MessageSquareLock}
          label={t('search.inEncrypted')}
          onClick={onSearchMessages}
          data-testid="search-encrypted"
        />
      )}
      {rows.length === 0 && isSettled && !messages.isPending && (
        <div className={styles.nothing} role="status">
          <p className={styles.nothingTitle}>{t('search.nothing')}</p>
          <p className={styles.note}>{t('search.nothingHint', { query: query.trim() })}</p>
        </div>
      )}
    </div>
  );
}

interface MessageHitProps {
  readonly message: FoundText;
  readonly query: string;
  readonly room: RoomSummary | null;
  readonly tabIndex: 0 | -1;
}

function MessageHit({ message, query, room, tabIndex }: MessageHitProps) {
  const { t, locale } = useI18n();
  const { roomId, eventId, senderName, text, ts } = message;
  const now = useNow(MINUTE_MS);
  return (
    <ListRow
      id={room?.directUserId ?? roomId}
      title={room?.name ?? t('room.empty')}
      avatarUrl={room?.avatarUrl ?? null}
      subtitle={t('timeline.announce', { name: senderName, text: snippet(text, query) })}
      end={<span className={styles.time}>{rowTime(ts, now, locale)}</span>}
      href={messageFragment(roomId, eventId)}
      tabIndex={tabIndex}
      data-testid="search-message"
    />
  );
}

interface ChatHitProps {
  readonly room: RoomSummary;
  readonly tabIndex: 0 | -1;
  readonly onOpenRoom: (roomId: string) => void;
}

function ChatHit({ room, tabIndex, onOpenRoom }: ChatHitProps) {
  const { t } = useI18n();
  const members = room.directUserId ?? peopleText(room, t);
  return (
    <ListRow
      id={room.directUserId ?? room.roomId}
      title={room.name ?? t('room.empty')}
      avatarUrl={room.avatarUrl}
      subtitle={room.membership === 'invite' ? t('chats.invite') : members}
      href={roomFragment(room.roomId)}
      tabIndex={tabIndex}
      onClick={() => onOpenRoom(room.roomId)}
      data-testid="search-chat"
      data-room-id={room.roomId}
    />
  );
}
