'use client';

import { AtSign, ChevronDown } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import type { TimelineState } from '@/store/timelines';
import { Badge } from '@/ui/Badge';
import styles from './ScrollButtons.module.css';

interface ScrollButtonsProps {
  readonly timeline: TimelineState;
  readonly isAtEnd: boolean;
  readonly unreadCount: number;
  readonly mentionCount: number;
  readonly onDown: () => void;
  readonly onMention: (eventId: string) => void;
}

/** The first message after what was read that names us; null when there is none among those loaded. */
function nextMention({ order, items, ownReadKey }: TimelineState): string | null {
  const from = ownReadKey === null ? 0 : order.indexOf(ownReadKey) + 1;
  for (const key of order.slice(from)) {
    const item = items[key];
    if (item?.kind === 'message' && item.mentionsUs) return item.eventId;
  }
  return null;
}

/** The ways to the newest message, with how many wait there, and to where one was named. */
export function ScrollButtons({
  timeline,
  isAtEnd,
  unreadCount,
  mentionCount,
  onDown,
  onMention,
}: ScrollButtonsProps) {
  const { t, locale } = useI18n();
  const compact = new Intl.NumberFormat(locale, { notation: 'compact' });
  const mention = mentionCount > 0 ? nextMention(timeline) : null;
  return (
    <div className={styles.buttons}>
      {mention !== null && (
        <button
          type="button"
          className={styles.button}
          data-shown="true"
          aria-label={t('actions.nextMention')}
          title={t('actions.nextMention')}
          onClick={() => onMention(mention)}
          data-testid="next-mention"
        >
          <AtSign size={24} aria-hidden="true" />
        </button>
      )}
      <button
        type="button"
        className={styles.button}
        data-shown={!isAtEnd}
        inert={isAtEnd}
        title={t('timeline.toBottom')}
        onClick={onDown}
        data-testid="scroll-to-bottom"
      >
        {unreadCount > 0 && (
          <span className={styles.badge}>
            <Badge
              kind="count"
              text={compact.format(unreadCount)}
              label={t('timeline.newBelow', { count: unreadCount })}
            />
          </span>
        )}
        <span className="visually-hidden">{t('timeline.toBottom')}</span>
        <ChevronDown size={26} aria-hidden="true" />
      </button>
    </div>
  );
}
