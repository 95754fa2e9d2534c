'use client';

import { ChevronRight } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import type { MessageItem, ThreadSummary } from '@/matrix/types';
import { useMessageActions } from './actions';
import { MemberAvatar } from './MemberAvatar';
import styles from './ThreadFooter.module.css';

interface ThreadFooterProps {
  readonly item: MessageItem;
  readonly thread: ThreadSummary;
}

/** The way to the answers that a message got in its thread. */
export function ThreadFooter({ item, thread }: ThreadFooterProps) {
  const { t } = useI18n();
  const { openThread, timelineId } = useMessageActions();
  const { eventId } = item;
  if (eventId === null || timelineId.includes(' thread ')) return null;
  return (
    <button
      type="button"
      className={styles.footer}
      onClick={() => openThread(eventId)}
      data-testid="thread-footer"
    >
      <span className={styles.people}>
        {thread.people.map((user) => (
          <MemberAvatar key={user.userId} user={user} size={24} />
        ))}
      </span>
      <span className={styles.words}>{t('actions.threadCount', { count: thread.count })}</span>
      <ChevronRight className={styles.arrow} aria-hidden="true" size={20} />
    </button>
  );
}
