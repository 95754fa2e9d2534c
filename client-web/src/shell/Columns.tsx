'use client';

import {
  type CSSProperties,
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { MediaViewer } from '@/features/media-viewer/MediaViewer';
import { MessageDialogs } from '@/features/timeline/dialogs/MessageDialogs';
import { PlaceTeller } from '@/features/live/PlaceTeller';
import { NoticeTeller } from '@/features/notifications/NoticeTeller';
import { useI18n } from '@/i18n/I18nProvider';
import { selectVerification } from '@/store/encryption';
import { useAppState } from '@/store/hooks';
import { selectPreferences } from '@/store/preferences';
import { setOpenRoomId } from '@/store/store';
import { useLingering } from '@/ui/use-lingering';
import { Wallpaper } from '@/ui/Wallpaper';
import { ColumnHandle } from './ColumnHandle';
import styles from './Columns.module.css';
import type { EncryptionDialog } from './EncryptionDialogs';
import { LeftColumn } from './LeftColumn';
import { MiddleColumn } from './MiddleColumn';
import { SideColumn, sideOf } from './SideColumn';
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

const CallLayer = lazy(async () => ({
  default: (await import('@/features/calls/CallLayer')).CallLayer,
}));

const sizedList = (width: number) => ({ '--list-width': `${width}px` }) as CSSProperties;

/** The columns over the wallpaper. Where only one fits, the other slides away and cannot be reached. */
export function Columns() {
  const { t } = useI18n();
  const route = useRoute();
  const { roomId, panel } = route;
  const layout = useLayout();
  const shownRoomId = useLingering(roomId);
  const searchField = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLElement>(null);
  const { listWidth } = useAppState(selectPreferences);
  const [dialog, setDialog] = useState<EncryptionDialog | null>(null);
  const isVerifying = useAppState(selectVerification) !== null;

  const isStacked = layout === 'phone' || layout === 'tablet';
  const isChatInFront = roomId !== null && panel === 'chats';
  const hasSide = sideOf(route) !== null;
  const openUnlock = useCallback(() => setDialog('unlock'), []);
  const openRecovery = useCallback(() => setDialog('recovery'), []);
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
      data-side={hasSide}
    >
      {layout !== 'phone' && <Wallpaper />}
      <SkipLinks />
      <NoticeTeller />
      <PlaceTeller />
      <nav
        ref={list}
        className={styles.left}
        style={listWidth === null ? undefined : sizedList(listWidth)}
        aria-label={t('chats.title')}
        inert={isStacked && isChatInFront}
        data-testid="left-column"
      >
        <LeftColumn
          panel={panel}
          searchField={searchField}
          onVerify={openUnlock}
          onSetUpRecovery={openRecovery}
        />
        {!isStacked && <ColumnHandle column={list} />}
      </nav>
      <main
        className={styles.middle}
        inert={(isStacked && !isChatInFront) || (layout === 'phone' && hasSide)}
        data-testid="middle-column"
      >
        {/* The column that slides over the list brings its own backdrop along. */}
        {layout === 'phone' && <Wallpaper />}
        <MiddleColumn
          roomId={isStacked ? shownRoomId : roomId}
          hasBack={isStacked}
          eventId={route.eventId}
        />
      </main>
      <SideColumn route={route} pushes={layout === 'wide'} />
      <Suspense>
        <CallLayer />
      </Suspense>
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
