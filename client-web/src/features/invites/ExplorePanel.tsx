'use client';

import { useEffect, useState } from 'react';
import { errorText, peopleText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrixToLink } from '@/lib/matrix-link';
import { matrix } from '@/matrix/commands';
import type { PublicRoomsPage } from '@/matrix/protocol/chat-list';
import type { PublicRoom } from '@/matrix/types';
import { Button } from '@/ui/Button';
import { ListRow } from '@/ui/ListRow';
import { PanelHeader } from '@/ui/PanelHeader';
import { SearchField } from '@/ui/SearchField';
import { ListSkeleton } from '@/ui/Skeleton';
import { TextField } from '@/ui/TextField';
import styles from './JoinPanel.module.css';
import { RoomPreviewDialog } from './RoomPreviewDialog';

const PAUSE_MS = 300;
const serverName = /^[a-z0-9.-]+(:\d+)?$/iu;

interface ExplorePanelProps {
  readonly onBack: () => void;
  readonly onOpenRoom: (roomId: string) => void;
}

/** Chats that anybody may find, on this server or on another. */
export function ExplorePanel({ onBack, onOpenRoom }: ExplorePanelProps) {
  const { t } = useI18n();
  const [term, setTerm] = useState('');
  const [server, setServer] = useState('');
  const [page, setPage] = useState<PublicRoomsPage | null>(null);
  const [failure, setFailure] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const wanted = term.trim();
  const from = serverName.test(server.trim()) ? server.trim() : null;

  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      matrix.searchPublicRooms(wanted, from, null).then(
        (first) => {
          if (!isCurrent) return;
          setPage(first);
          setFailure(undefined);
        },
        (error: unknown) => isCurrent && setFailure(errorText(error, t)),
      );
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [wanted, from, t]);

  const more = async () => {
    if (page === null) return;
    setIsBusy(true);
    try {
      const next = await matrix.searchPublicRooms(wanted, from, page.next);
      setPage({ rooms: [...page.rooms, ...next.rooms], next: next.next });
    } catch (error) {
      setFailure(errorText(error, t));
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <section className={styles.panel} aria-label={t('explore.title')} data-testid="explore-panel">
      <PanelHeader title={t('explore.title')} backLabel={t('common.back')} onBack={onBack} />
      <div className={styles.form}>
        <SearchField
          autoFocus
          value={term}
          onChange={setTerm}
          label={t('explore.search')}
          clearLabel={t('search.clear')}
          data-testid="explore-search"
        />
        <TextField
          label={t('explore.server')}
          hint={t('explore.serverHint')}
          error={failure}
          value={server}
          autoCapitalize="none"
          spellCheck={false}
          onChange={({ target }) => setServer(target.value)}
          data-testid="explore-server"
        />
      </div>
      {page === null && failure === undefined && <ListSkeleton rows={5} />}
      {page?.rooms.length === 0 && (
        <p className={styles.card} role="status">
          {t('explore.none')}
        </p>
      )}
      <ul className={styles.rooms}>
        {page?.rooms.map((room) => (
          <li key={room.roomId}>
            <PublicRoomRow room={room} onChoose={() => setShown(addressOf(room, from))} />
          </li>
        ))}
      </ul>
      {page !== null && page.next !== null && (
        <Button look="text" isBusy={isBusy} onClick={() => void more()}>
          {t('explore.more')}
        </Button>
      )}
      {shown !== null && (
        <RoomPreviewDialog link={shown} onOpenRoom={onOpenRoom} onClose={() => setShown(null)} />
      )}
    </section>
  );
}

interface PublicRoomRowProps {
  readonly room: PublicRoom;
  readonly onChoose: () => void;
}

function PublicRoomRow({ room, onChoose }: PublicRoomRowProps) {
  const { t } = useI18n();
  const people = peopleText({ kind: 'chat', joinedCount: room.memberCount }, t);
  return (
    <ListRow
      id={room.roomId}
      title={room.name ?? room.alias ?? room.roomId}
      avatarUrl={room.avatarUrl}
      subtitle={room.topic === null ? people : `${people} · ${room.topic}`}
      onClick={onChoose}
      data-testid="public-room"
    />
  );
}

/** By what the server can find it again; a room without an address is known where it is listed. */
function addressOf({ roomId, alias }: PublicRoom, server: string | null): string {
  return matrixToLink(alias ?? roomId, server === null ? [] : [server]);
}
