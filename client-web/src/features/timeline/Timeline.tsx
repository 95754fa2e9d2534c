'use client';

import { useEffect } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import { useTimeline } from '@/store/hooks';
import { TimelineSkeleton } from '@/ui/Skeleton';
import { LoadedTimeline } from './LoadedTimeline';
import { MessageScope } from './MessageScope';
import styles from './Timeline.module.css';
import { useJump } from './use-jump';
import { useOwnMessages } from './use-own-messages';
import { useVoiceQueue } from './use-voice-queue';

interface TimelineProps {
  readonly roomId: string;
  /** A message to show, by the address of the page. */
  readonly targetEventId: string | null;
  readonly onTargetShown: () => void;
  readonly onOpenThread: (rootId: string) => void;
}

/** The messages of a room. Mount it anew for each room. */
export function Timeline({ roomId, targetEventId, onTargetShown, onOpenThread }: TimelineProps) {
  const { t } = useI18n();
  const live = useTimeline(roomId);
  const { timelineId, target, jumpTo, toLive } = useJump(roomId);
  const around = useTimeline(timelineId);
  const timeline = around ?? live;
  const shownId = around ? timelineId : roomId;

  useEffect(() => {
    // Whatever fails is told by the connection state, and the engine tries again.
    matrix.openRoom(roomId).catch(() => undefined);
    return () => {
      matrix.closeRoom(roomId).catch(() => undefined);
    };
  }, [roomId]);

  const isOpen = live !== null;
  useEffect(() => {
    if (targetEventId === null || !isOpen) return;
    void jumpTo(targetEventId);
    onTargetShown();
  }, [targetEventId, isOpen, jumpTo, onTargetShown]);

  // Who sends a message wants to see it, wherever they were reading.
  useOwnMessages(live, toLive);
  useVoiceQueue(timeline);

  if (timeline === null) {
    return (
      <div className={styles.loading} role="status" aria-label={t('timeline.loading')}>
        <TimelineSkeleton />
      </div>
    );
  }
  return (
    <MessageScope
      timelineId={shownId}
      jumpTo={(eventId) => void jumpTo(eventId)}
      openThread={onOpenThread}
    >
      <LoadedTimeline
        key={shownId}
        timelineId={shownId}
        timeline={timeline}
        target={target}
        onLeave={toLive}
      />
    </MessageScope>
  );
}
