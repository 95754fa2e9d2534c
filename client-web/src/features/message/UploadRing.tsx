'use client';

import { X } from 'lucide-react';
import { parseTimelineId } from '@/lib/timeline-id';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import type { MessageItem, UploadProgress } from '@/matrix/types';
import { useMessageActions } from './actions';
import styles from './UploadRing.module.css';

const CIRCUMFERENCE = 2 * Math.PI * 22;

interface UploadRingProps {
  readonly item: MessageItem;
  readonly progress: UploadProgress;
}

/** How far a file has come, and the way to give it up. */
export function UploadRing({ item, progress: { sent, total } }: UploadRingProps) {
  const { t } = useI18n();
  const { roomId } = parseTimelineId(useMessageActions().timelineId);
  const share = total === 0 ? 0 : sent / total;
  return (
    <span
      className={styles.ring}
      role="button"
      tabIndex={0}
      aria-label={t('media.cancel')}
      onClick={(event) => {
        event.stopPropagation();
        matrix.discardFailed(roomId, item.key).catch(() => undefined);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') matrix.discardFailed(roomId, item.key).catch(() => undefined);
      }}
    >
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <circle
          className={styles.arc}
          cx="24"
          cy="24"
          r="22"
          strokeDasharray={`${share * CIRCUMFERENCE} ${CIRCUMFERENCE}`}
        />
      </svg>
      <X className={styles.cross} aria-hidden="true" size={24} />
    </span>
  );
}
