'use client';

import {
  type KeyboardEvent as ReactKeyboardEvent,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import { useRoom, useTimeline } from '@/store/hooks';
import type { TimelineState } from '@/store/timelines';
import { Spinner } from '@/ui/Spinner';
import { TimelineSkeleton } from '@/ui/Skeleton';
import { useNow } from '@/ui/use-now';
import {
  layOut,
  LIVE,
  newerWindow,
  olderWindow,
  resolveWindow,
  type TimelineWindow,
  windowAround,
} from './model';
import { recallPosition, rememberPosition } from './positions';
import { ScrollButton } from './ScrollButton';
import styles from './Timeline.module.css';
import { DaySection } from './TimelineBlocks';
import { useAnnouncements } from './use-announcements';
import { type Opening, useAnchoredScroll } from './use-anchored-scroll';
import { useFadingPills } from './use-fading-pills';
import { useReadMarker } from './use-read-marker';

const PAGE = 50;
const MINUTE_MS = 60_000;

/** The messages of a room. Mount it anew for each room. */
export function Timeline({ roomId }: { readonly roomId: string }) {
  const { t } = useI18n();
  const timeline = useTimeline(roomId);

  useEffect(() => {
    // Whatever fails is told by the connection state, and the engine tries again.
    matrix.openRoom(roomId).catch(() => undefined);
    return () => {
      matrix.closeRoom(roomId).catch(() => undefined);
    };
  }, [roomId]);

  if (timeline === null) {
    return (
      <div className={styles.loading} role="status" aria-label={t('timeline.loading')}>
        <TimelineSkeleton />
      </div>
    );
  }
  return <LoadedTimeline roomId={roomId} timeline={timeline} />;
}

interface LoadedTimelineProps {
  readonly roomId: string;
  readonly timeline: TimelineState;
}

interface Start {
  readonly unreadAfterKey: string | null;
  readonly window: TimelineWindow;
  readonly opening: Opening;
}

/** Decides once, when a room is opened, where it opens. */
function start(roomId: string, { order, ownReadKey }: TimelineState, unreadCount: number): Start {
  const isReadToEnd = ownReadKey === null || ownReadKey === order[order.length - 1];
  if (unreadCount > 0 && !isReadToEnd) {
    return {
      unreadAfterKey: ownReadKey,
      window: windowAround(order, ownReadKey),
      opening: 'unread',
    };
  }
  const position = recallPosition(roomId);
  if (position !== null && order.includes(position.anchor.key)) {
    return { unreadAfterKey: null, window: position.window, opening: position.anchor };
  }
  return { unreadAfterKey: null, window: LIVE, opening: 'end' };
}

function LoadedTimeline({ roomId, timeline }: LoadedTimelineProps) {
  const { t } = useI18n();
  const now = useNow(MINUTE_MS);
  const room = useRoom(roomId);
  const isDirect = room !== null && room.directUserId !== null;
  const unreadCount = room?.unreadCount ?? 0;
  const { order, items, backwards } = timeline;

  const [opened] = useState(() => start(roomId, timeline, unreadCount));
  const [window, setWindow] = useState(opened.window);
  const [wasAtEnd, setWasAtEnd] = useState(opened.opening === 'end');
  const range = resolveWindow(order, window, wasAtEnd);
  const isLive = range.end === order.length;
  const shown = useMemo(() => order.slice(range.start, range.end), [order, range.start, range.end]);
  const days = useMemo(
    () =>
      layOut(
        shown.flatMap((key) => items[key] ?? []),
        opened.unreadAfterKey,
      ),
    [shown, items, opened.unreadAfterKey],
  );

  const loadOlder = () => {
    matrix.paginateBack(roomId, PAGE).catch(() => undefined);
  };
  const { scroller, content, isAtEnd, onScroll, stickToEnd, currentAnchor } = useAnchoredScroll({
    opening: opened.opening,
    isLive,
    lastKey: shown[shown.length - 1],
    onNearTop: () => {
      if (range.start > 0) setWindow(olderWindow(order, range));
      else if (backwards === 'idle') loadOlder();
    },
    onNearBottom: () => setWindow(newerWindow(order, range)),
  });
  if (wasAtEnd !== isAtEnd) setWasAtEnd(isAtEnd);

  const isUnwritten = backwards === 'end' && order.every((key) => items[key]?.kind !== 'message');

  const look = useReadMarker(roomId, scroller, order);
  const showPills = useFadingPills(scroller);
  useAnnouncements(roomId, timeline);

  const toEnd = () => {
    setWindow(LIVE);
    stickToEnd();
  };
  useOwnMessages(timeline, toEnd);
  useRememberedPosition(roomId, window, currentAnchor);

  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        className={styles.scroller}
        role="log"
        aria-live="off"
        aria-label={t('timeline.label')}
        aria-busy={backwards === 'loading'}
        tabIndex={0}
        data-testid="timeline"
        data-backwards={backwards}
        onScroll={() => {
          onScroll();
          look();
          showPills();
        }}
        onKeyDown={moveBetweenMessages}
      >
        <div ref={content} className={styles.content}>
          <div className={styles.flow}>
            <div className={styles.edge}>
              {backwards === 'loading' && (
                <span
                  className={styles.edgeSpinner}
                  role="status"
                  aria-label={t('timeline.loadingOlder')}
                >
                  <Spinner />
                </span>
              )}
              {backwards === 'failed' && (
                <button type="button" className={styles.edgeButton} onClick={loadOlder}>
                  {t('timeline.olderFailed')} · {t('common.retry')}
                </button>
              )}
            </div>
            {isUnwritten && (
              <div className={styles.empty}>
                <p className={styles.emptyTitle}>{t('timeline.empty')}</p>
                <p>{t('timeline.emptyHint')}</p>
              </div>
            )}
            {days.map((day) => (
              <DaySection key={day.day} roomId={roomId} day={day} now={now} isDirect={isDirect} />
            ))}
          </div>
        </div>
      </div>
      <ScrollButton isShown={!isAtEnd} unreadCount={unreadCount} onClick={toEnd} />
    </div>
  );
}

/** Who sends a message wants to see it, wherever they were reading. */
function useOwnMessages({ order, items }: TimelineState, toEnd: () => void): void {
  const newestKey = order[order.length - 1];
  const [seenKey, setSeenKey] = useState(newestKey);
  const newest = newestKey === undefined ? undefined : items[newestKey];
  const isNewAndOwn =
    newestKey !== seenKey &&
    newest?.kind === 'message' &&
    newest.isOwn &&
    (newest.delivery === 'queued' || newest.delivery === 'sending');
  if (newestKey !== seenKey) setSeenKey(newestKey);
  const go = useRef(toEnd);
  useEffect(() => {
    go.current = toEnd;
  });
  useEffect(() => {
    if (isNewAndOwn) go.current();
  }, [isNewAndOwn, newestKey]);
}

/** Notes the reader's place when the room is left. */
function useRememberedPosition(
  roomId: string,
  window: TimelineWindow,
  currentAnchor: () => ReturnType<ReturnType<typeof useAnchoredScroll>['currentAnchor']>,
): void {
  const latest = useRef(window);
  useEffect(() => {
    latest.current = window;
  }, [window]);
  useEffect(
    () => () => {
      const anchor = currentAnchor();
      rememberPosition(roomId, anchor === null ? null : { window: latest.current, anchor });
    },
    [roomId, currentAnchor],
  );
}

const KEY_STEPS: Readonly<Record<string, 1 | -1>> = { ArrowUp: -1, ArrowDown: 1 };

/** Up and Down walk over the messages; from the region itself Up enters at the newest. */
function moveBetweenMessages(event: ReactKeyboardEvent<HTMLDivElement>): void {
  const step = KEY_STEPS[event.key];
  const hasModifier = event.altKey || event.ctrlKey || event.metaKey;
  if (step === undefined || hasModifier || event.target instanceof HTMLButtonElement) return;
  const nodes = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-key]')];
  const current = nodes.findIndex((node) => node.contains(document.activeElement));
  const next = current === -1 ? nodes[nodes.length - 1] : nodes[current + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}
