'use client';

import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { Composer } from '@/features/composer/Composer';
import { MediaViewer } from '@/features/media-viewer/MediaViewer';
import { MessageDialogs } from '@/features/timeline/dialogs/MessageDialogs';
import { ThreadPanel } from '@/features/timeline/ThreadPanel';
import { NoticeTeller } from '@/features/notifications/NoticeTeller';
import { useI18n } from '@/i18n/I18nProvider';
import { threadTimeline } from '@/lib/timeline-id';
import { selectVerification } from '@/store/encryption';
import { useAppState } from '@/store/hooks';
import { setOpenRoomId } from '@/store/store';
import { useLingering } from '@/ui/use-lingering';
import { Wallpaper } from '@/ui/Wallpaper';
import styles from './Columns.module.css';
import type { EncryptionDialog } from './EncryptionDialogs';
import { LeftColumn } from './LeftColumn';
import { MiddleColumn } from './MiddleColumn';
import { Region } from './Region';
import { SkipLinks } from './SkipLinks';
import { useAppBadge, useAttention, useServiceWorkerMessages } from './use-attention';
import { useFocusReturn } from './use-focus-return';
import { useLayout } from './use-layout';
import { buildListBeneath, navigate, useRoute } from './use-route';
import { useShortcuts } from './use-shortcuts';
import { useTitle } from './use-title';

const EncryptionDialogs = lazy(async () => ({
  default: (await import('./EncryptionDialogs')).EncryptionDialogs,
}));

const RightColumn = lazy(async () => ({ default: (await import('./RightColumn')).RightColumn }));

/** The columns over the wallpaper. Where only one fits, the other slides away and cannot be reached. */
export function Columns() {
  const { t } = useI18n();
  const route = useRoute();
  const { roomId, panel } = route;
  const layout = useLayout();
  const shownRoomId = useLingering(roomId);
  const searchField = useRef<HTMLInputElement>(null);
  const [phase, setPhase] = useState(0);
  const maySend = useAppState((state) => state.rooms[roomId ?? '']?.maySend ?? false);
  const [dialog, setDialog] = useState<EncryptionDialog | null>(null);
  const isVerifying = useAppState(selectVerification) !== null;

  const isStacked = layout === 'phone' || layout === 'tablet';
  const isChatInFront = roomId !== null && panel === 'chats';
  const focusSearch = useCallback(() => {
    navigate({ panel: 'chats' });
    searchField.current?.focus();
  }, []);

  useAttention(roomId);
  useAppBadge();
  useServiceWorkerMessages();
  useTitle(roomId);
  useShortcuts(focusSearch);
  useFocusReturn(route);
  useEffect(() => setOpenRoomId(roomId), [roomId]);
  useEffect(() => {
    if (isStacked) buildListBeneath();
    // Only where the page was entered.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  return (
    <div
      className={styles.window}
      data-layout={layout}
      data-front={isChatInFront ? 'chat' : 'list'}
    >
      {layout !== 'phone' && <Wallpaper phase={phase} />}
      <SkipLinks />
      <NoticeTeller />
      <nav
        className={styles.left}
        aria-label={t('chats.title')}
        inert={isStacked && isChatInFront}
        data-testid="left-column"
      >
        <LeftColumn
          panel={panel}
          searchField={searchField}
          onVerify={() => setDialog('unlock')}
          onSetUpRecovery={() => setDialog('recovery')}
        />
      </nav>
      <main
        className={styles.middle}
        inert={isStacked && !isChatInFront}
        data-testid="middle-column"
      >
        {/* The column that slides over the list brings its own backdrop along. */}
        {layout === 'phone' && <Wallpaper phase={phase} />}
        <MiddleColumn
          roomId={isStacked ? shownRoomId : roomId}
          hasBack={isStacked}
          eventId={route.eventId}
          onSent={() => setPhase((before) => before + 1)}
        />
      </main>
      {roomId !== null && route.thread === null && route.side !== null && isChatInFront && (
        <aside className={styles.right} data-testid="right-column">
          <Region resetKey={route.side}>
            <Suspense>
              <RightColumn roomId={roomId} side={route.side} person={route.person} />
            </Suspense>
          </Region>
        </aside>
      )}
      {roomId !== null && route.thread !== null && isChatInFront && (
        <aside className={styles.right} data-testid="right-column">
          <Region resetKey={route.thread}>
            <ThreadPanel
              key={route.thread}
              roomId={roomId}
              rootId={route.thread}
              onJump={(eventId) => navigate({ eventId })}
              onClose={() => navigate({ thread: null })}
            >
              {maySend && (
                <Composer
                  timelineId={threadTimeline(roomId, route.thread)}
                  hasKeyboard={matchMedia('(pointer: fine)').matches}
                  onSent={() => setPhase((before) => before + 1)}
                />
              )}
            </ThreadPanel>
          </Region>
        </aside>
      )}
      <MediaViewer
        onShowInChat={({ eventId }) => navigate({ eventId })}
        renderQuestion={(kind, item, close) =>
          roomId && (
            <MessageDialogs
              roomId={roomId}
              kind={kind}
              items={[item]}
              onClose={close}
              onDone={close}
            />
          )
        }
      />
      {(dialog !== null || isVerifying) && (
        <Suspense>
          <EncryptionDialogs dialog={dialog} onClose={() => setDialog(null)} />
        </Suspense>
      )}
    </div>
  );
}
