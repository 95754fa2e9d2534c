'use client';

import { UserRoundPlus, UsersRound } from 'lucide-react';
import { useMemo } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { errorText } from '@/i18n/plain-words';
import { matrix } from '@/matrix/commands';
import { chatsIn, type ListView } from '@/store/folders';
import { useAppState, useHasRooms, useOpenRoomId } from '@/store/hooks';
import { selectArchivedIds, selectChats, selectPinned } from '@/store/rooms';
import { Button } from '@/ui/Button';
import { ListSkeleton } from '@/ui/Skeleton';
import { showToast } from '@/ui/toast';
import { useNow } from '@/ui/use-now';
import { VirtualList } from '@/ui/VirtualList';
import { ChatRow } from './ChatRow';
import styles from './ChatList.module.css';

const ROW_HEIGHT = 72;
const MINUTE_MS = 60_000;

const identity = (roomId: string) => roomId;

interface ChatListProps {
  /** `archive` shows what was put away. */
  readonly view: ListView | 'archive';
  readonly onNewChat: () => void;
  readonly onNewGroup: () => void;
}

/** The chats of a view: what is pinned, then the newest first. */
export function ChatList({ view, onNewChat, onNewGroup }: ChatListProps) {
  const { t } = useI18n();
  const hasRooms = useHasRooms();
  const chats = useAppState(selectChats);
  const archivedIds = useAppState(selectArchivedIds);
  const roomIds = useMemo(
    () => (view === 'archive' ? archivedIds : chatsIn(chats, view)),
    [view, archivedIds, chats],
  );
  const pinned = useAppState(selectPinned);
  const openRoomId = useOpenRoomId();
  const now = useNow(MINUTE_MS);

  if (!hasRooms) {
    return (
      <div className={styles.skeleton} role="status" aria-label={t('chats.loading')}>
        <ListSkeleton rows={12} />
      </div>
    );
  }
  if (roomIds.length === 0 && (view === 'archive' || view.kind !== 'all')) {
    return (
      <div className={styles.empty} data-testid="chat-list-nothing">
        <h2 className={styles.emptyTitle}>{t('folders.empty')}</h2>
        <p className={styles.emptyHint}>{t('folders.emptyHint')}</p>
      </div>
    );
  }
  if (roomIds.length === 0 && archivedIds.length === 0) {
    return (
      <div className={styles.empty} data-testid="chat-list-empty">
        <EmptyDrawing />
        <h2 className={styles.emptyTitle}>{t('chats.empty')}</h2>
        <p className={styles.emptyHint}>{t('chats.emptyHint')}</p>
        <Button onClick={onNewChat}>
          <span className={styles.emptyAction}>
            <UserRoundPlus size={20} aria-hidden="true" />
            {t('menu.newChat')}
          </span>
        </Button>
        <Button look="text" onClick={onNewGroup}>
          <span className={styles.emptyAction}>
            <UsersRound size={20} aria-hidden="true" />
            {t('menu.newGroup')}
          </span>
        </Button>
      </div>
    );
  }
  return (
    <VirtualList
      items={roomIds}
      keyOf={identity}
      rowHeight={ROW_HEIGHT}
      label={t('chats.title')}
      glides
      isSortable={(roomId) => pinned.some((room) => room.roomId === roomId)}
      onSort={(roomId, before) => {
        matrix.movePin(roomId, before).catch((error: unknown) => showToast(errorText(error, t)));
      }}
      data-testid="chat-list"
    >
      {(roomId, isTabStop) => (
        <ChatRow roomId={roomId} isOpen={roomId === openRoomId} isTabStop={isTabStop} now={now} />
      )}
    </VirtualList>
  );
}

/** A mirror that sends a ray: what a heliograph does. */
function EmptyDrawing() {
  return (
    <svg className={styles.drawing} viewBox="0 0 120 96" aria-hidden="true">
      <path className={styles.ray} d="m58 44 52-32M62 54l50-8M58 30l30-24" />
      <circle className={styles.mirror} cx="40" cy="48" r="24" />
      <path className={styles.stand} d="M40 72v16M24 88h32" />
      <path className={styles.shine} d="M28 46q2-12 13-13" />
    </svg>
  );
}
