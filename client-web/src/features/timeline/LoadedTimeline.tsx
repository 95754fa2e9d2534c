'use client';

import { useMemo, useState, useTransition } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { parseTimelineId } from '@/lib/timeline-id';
import { matrix } from '@/matrix/commands';
import type { TimelineItem } from '@/matrix/types';
import { useRoom } from '@/store/hooks';
import type { TimelineState } from '@/store/timelines';
import { Spinner } from '@/ui/Spinner';
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
import { recallPosition } from './positions';
import { ScrollButtons } from './ScrollButtons';
import styles from './Timeline.module.css';
import { DaySection } from './TimelineBlocks';
import { useAnnouncements } from './use-announcements';
import { type Anchor, type Opening, useAnchoredScroll } from './use-anchored-scroll';
import { useFadingPills } from './use-fading-pills';
import type { Target } from './use-jump';
import { useMessageKeys } from './use-message-keys';
import { useOwnMessages } from './use-own-messages';
import { useRememberedPosition, useTarget } from './use-place';
import { useReadMarker } from './use-read-marker';

const PAGE = 50;
const MINUTE_MS = 60_000;

interface LoadedTimelineProps {
  readonly timelineId: string;
  readonly timeline: TimelineState;
  /** A message to show among these. */
  readonly target: Target | null;
  /** Leaves old messages for the newest. */
  readonly onLeave: () => void;
}

interface Start {
  readonly unreadAfterKey: string | null;
  readonly window: TimelineWindow;
  readonly opening: Opening;
}

function keyOfEvent({ order, items }: TimelineState, eventId: string): string | undefined {
  return order.find((key) => items[key]?.eventId === eventId);
}

/** A call is as good as a message. */
function saysSomething(item: TimelineItem | undefined): boolean {
  return item?.kind === 'message' || item?.action.type === 'call';
}

/** Decides once, when a run of messages is opened, where it opens. */
function start(
  timelineId: string,
  timeline: TimelineState,
  unreadCount: number,
  target: Target | null,
): Start {
  const { order, ownReadKey } = timeline;
  const targetKey = target && keyOfEvent(timeline, target.eventId);
  if (target && targetKey !== undefined && targetKey !== null) {
    const window = windowAround(order, targetKey);
    return { unreadAfterKey: null, window, opening: { centre: target.eventId } };
  }
  const isReadToEnd = ownReadKey === null || ownReadKey === order[order.length - 1];
  if (unreadCount > 0 && !isReadToEnd) {
    const window = windowAround(order, ownReadKey);
    return { unreadAfterKey: ownReadKey, window, opening: 'unread' };
  }
  const position = recallPosition(timelineId);
  if (position !== null && order.includes(position.anchor.key)) {
    return { unreadAfterKey: null, window: position.window, opening: position.anchor };
  }
  return { unreadAfterKey: null, window: LIVE, opening: 'end' };
}

/** Messages that are there, as nodes within bounds. Mount it anew for each run of them. */
export function LoadedTimeline({ timelineId, timeline, target, onLeave }: LoadedTimelineProps) {
  const { t } = useI18n();
  const now = useNow(MINUTE_MS);
  const { roomId, kind } = parseTimelineId(timelineId);
  const room = useRoom(roomId);
  const isDirect = room !== null && room.directUserId !== null;
  const unreadCount = kind === 'thread' ? 0 : (room?.unreadCount ?? 0);
  const { order, items, backwards, forwards } = timeline;

  const [opened] = useState(() => start(timelineId, timeline, unreadCount, target));
  const [window, setWindow] = useState(opened.window);
  const [wasAtEnd, setWasAtEnd] = useState(opened.opening === 'end');
  /** Where the reader was before they jumped. */
  const [origin, setOrigin] = useState<Anchor | null>(null);
  const range = resolveWindow(order, window, wasAtEnd);
  const isLive = range.end === order.length && forwards === 'end';
  const shown = useMemo(() => order.slice(range.start, range.end), [order, range.start, range.end]);
  const days = useMemo(
    () =>
      layOut(
        shown.flatMap((key) => items[key] ?? []),
        opened.unreadAfterKey,
      ),
    [shown, items, opened.unreadAfterKey],
  );

  // Drawn between frames: a slice of bubbles is more than one frame's work.
  const [isMoving, startMoving] = useTransition();
  const moveWindow = (next: TimelineWindow) => {
    if (!isMoving) startMoving(() => setWindow(next));
  };
  const loadOlder = () => {
    matrix.paginateBack(timelineId, PAGE).catch(() => undefined);
  };
  const { scroller, content, isAtEnd, onScroll, stickToEnd, currentAnchor, centre, returnTo } =
    useAnchoredScroll({
      opening: opened.opening,
      isLive,
      lastKey: shown[shown.length - 1],
      onNearTop: () => {
        if (range.start > 0) moveWindow(olderWindow(order, range));
        else if (backwards === 'idle') loadOlder();
      },
      onNearBottom: () => {
        if (range.end < order.length) moveWindow(newerWindow(order, range));
        else if (forwards === 'idle') {
          matrix.paginateForward(timelineId, PAGE).catch(() => undefined);
        }
      },
    });
  if (wasAtEnd !== isAtEnd) setWasAtEnd(isAtEnd);

  const showEvent = (eventId: string) => {
    const key = keyOfEvent(timeline, eventId);
    if (key === undefined) return;
    setOrigin(currentAnchor());
    if (!shown.includes(key)) setWindow(windowAround(order, key));
    centre(eventId);
  };
  useTarget(target, opened.opening, showEvent);

  const isUnwritten = backwards === 'end' && !order.some((key) => saysSomething(items[key]));

  const look = useReadMarker(roomId, scroller, order);
  const showPills = useFadingPills(scroller);
  const onKeyDown = useMessageKeys(timeline);
  useAnnouncements(roomId, timeline);

  const toEnd = () => {
    setOrigin(null);
    setWindow(LIVE);
    stickToEnd();
  };
  /** First back to where the reader was before a jump, then to the newest. */
  const goDown = () => {
    if (origin !== null && order.includes(origin.key)) {
      if (!shown.includes(origin.key)) setWindow(windowAround(order, origin.key));
      returnTo(origin);
      setOrigin(null);
    } else if (kind === 'around') onLeave();
    else toEnd();
  };
  useOwnMessages(timeline, toEnd);
  useRememberedPosition(timelineId, window, currentAnchor);

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
        data-testid={kind === 'thread' ? 'thread-timeline' : 'timeline'}
        data-backwards={backwards}
        data-kind={kind}
        onScroll={() => {
          onScroll();
          look();
          showPills();
        }}
        onKeyDown={onKeyDown}
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
            {isUnwritten && kind === 'live' && (
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
      <ScrollButtons
        timeline={timeline}
        isAtEnd={isAtEnd}
        unreadCount={unreadCount}
        mentionCount={kind === 'live' ? (room?.highlightCount ?? 0) : 0}
        onDown={goDown}
        onMention={showEvent}
      />
    </div>
  );
}
