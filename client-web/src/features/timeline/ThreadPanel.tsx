'use client';

import { X } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { threadTimeline } from '@/lib/timeline-id';
import { matrix } from '@/matrix/commands';
import { useSelectedKeys, useTimeline } from '@/store/hooks';
import { forgetTimeline } from '@/store/store';
import { IconButton } from '@/ui/IconButton';
import { TimelineSkeleton } from '@/ui/Skeleton';
import { LoadedTimeline } from './LoadedTimeline';
import { MessageScope } from './MessageScope';
import { SelectionBar } from './SelectionBar';
import styles from './ThreadPanel.module.css';

interface ThreadPanelProps {
  readonly roomId: string;
  readonly rootId: string;
  /** Shows a message of the room outside the thread. */
  readonly onJump: (eventId: string) => void;
  readonly onClose: () => void;
  /** Where answers are written. */
  readonly children: ReactNode;
}

const nothing = () => undefined;

/** The answers to one message, beside the chat. Mount it anew for each thread. */
export function ThreadPanel({ roomId, rootId, onJump, onClose, children }: ThreadPanelProps) {
  const { t } = useI18n();
  const timelineId = threadTimeline(roomId, rootId);
  const timeline = useTimeline(timelineId);
  const selectedKeys = useSelectedKeys(timelineId);

  useEffect(() => {
    matrix.openRoom(timelineId).catch(() => undefined);
    return () => {
      matrix.closeRoom(timelineId).catch(() => undefined);
      forgetTimeline(timelineId);
    };
  }, [timelineId]);

  return (
    <section className={styles.panel} aria-label={t('actions.threadTitle')} data-testid="thread">
      <header className={styles.header}>
        <IconButton
          icon={X}
          label={t('actions.threadClose')}
          onClick={onClose}
          data-testid="thread-close"
        />
        <h2 className={styles.title}>{t('actions.threadTitle')}</h2>
      </header>
      {timeline === null ? (
        <TimelineSkeleton />
      ) : (
        <MessageScope timelineId={timelineId} jumpTo={onJump} openThread={nothing}>
          <LoadedTimeline
            timelineId={timelineId}
            timeline={timeline}
            target={null}
            onLeave={nothing}
          />
        </MessageScope>
      )}
      {selectedKeys ? <SelectionBar timelineId={timelineId} keys={selectedKeys} /> : children}
    </section>
  );
}
