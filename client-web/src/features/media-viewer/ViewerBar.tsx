'use client';

import {
  ArrowDownToLine,
  Forward,
  MessageSquare,
  RotateCw,
  Trash2,
  X,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { dateAndTime } from '@/lib/dates';
import { mediaUrl } from '@/lib/media-url';
import { parseTimelineId } from '@/lib/timeline-id';
import { useMember, useRoom } from '@/store/hooks';
import { Avatar } from '@/ui/Avatar';
import { downloadFile } from '@/ui/download';
import { IconButton } from '@/ui/IconButton';
import { showToast } from '@/ui/toast';
import type { ViewerQuestion } from './MediaViewer';
import type { VisualItem } from './model';
import styles from './ViewerBar.module.css';

interface ViewerBarProps {
  readonly timelineId: string;
  readonly item: VisualItem;
  readonly onZoomIn: () => void;
  readonly onZoomOut: () => void;
  readonly onRotate: () => void;
  readonly onShowInChat: () => void;
  readonly onQuestion: (kind: ViewerQuestion) => void;
  readonly onClose: () => void;
}

/** Whose picture it is, and what can be done with it. */
export function ViewerBar({ timelineId, item, ...on }: ViewerBarProps) {
  const { t, locale } = useI18n();
  const { roomId } = parseTimelineId(timelineId);
  const room = useRoom(roomId);
  const member = useMember(roomId, item.senderId);
  const name = member?.name ?? item.senderId;
  const isPicture = item.content.kind === 'image';
  const mayDelete = item.eventId !== null && (item.isOwn || room?.mayDeleteOthers === true);
  const download = async () => {
    const url = mediaUrl(item.content.file);
    try {
      if (url !== null) await downloadFile(url, item.content.name || 'file');
    } catch (error) {
      showToast(errorText(error, t));
    }
  };
  return (
    <header className={styles.bar}>
      <Avatar id={item.senderId} name={name} size={40} mxc={member?.avatarUrl ?? null} />
      <div className={styles.lines}>
        <b className={styles.name} dir="auto">
          {name}
        </b>
        <span className={styles.date}>{dateAndTime(item.ts, locale)}</span>
      </div>
      {isPicture && (
        <span className={styles.wide}>
          <IconButton icon={ZoomOut} label={t('viewer.zoomOut')} onClick={on.onZoomOut} />
          <IconButton icon={ZoomIn} label={t('viewer.zoomIn')} onClick={on.onZoomIn} />
          <IconButton icon={RotateCw} label={t('viewer.rotate')} onClick={on.onRotate} />
        </span>
      )}
      {item.eventId !== null && (
        <>
          <IconButton
            icon={MessageSquare}
            label={t('viewer.showInChat')}
            onClick={on.onShowInChat}
            data-testid="viewer-show-in-chat"
          />
          <IconButton
            icon={Forward}
            isDirectional
            label={t('actions.forward')}
            onClick={() => on.onQuestion('forward')}
          />
        </>
      )}
      <IconButton
        icon={ArrowDownToLine}
        label={t('actions.download')}
        onClick={() => void download()}
        data-testid="viewer-download"
      />
      {mayDelete && (
        <IconButton
          icon={Trash2}
          label={t('actions.delete')}
          onClick={() => on.onQuestion('delete')}
        />
      )}
      <IconButton
        icon={X}
        label={t('viewer.close')}
        onClick={on.onClose}
        data-testid="viewer-close"
      />
    </header>
  );
}
