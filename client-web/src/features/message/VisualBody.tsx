'use client';

import { EyeOff, Play } from 'lucide-react';
import { useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { clock } from '@/lib/durations';
import { fitPicture } from '@/lib/picture-size';
import type { ImageContent, MessageItem, VideoContent } from '@/matrix/types';
import { MediaImage } from '@/ui/MediaImage';
import { useMessageActions } from './actions';
import { LoopingVideo } from './LoopingVideo';
import { pictureOf } from './picture';
import { UploadRing } from './UploadRing';
import styles from './VisualBody.module.css';

const BOX = { width: 464, height: 432 };
const LOOP_BOX = { width: 320, height: 320 };

interface VisualBodyProps {
  readonly item: MessageItem;
  readonly content: ImageContent | VideoContent;
  readonly hasHead: boolean;
  readonly senderName: string;
}

/** One picture or film, as large as it will be before it is there. */
export function VisualBody({ item, content, hasHead, senderName }: VisualBodyProps) {
  const isLoop = content.kind === 'video' ? content.look === 'loop' : content.isAnimated;
  const { width, height } = fitPicture(content.dimensions, isLoop ? LOOP_BOX : BOX);
  return (
    <div
      className={styles.frame}
      data-head={hasHead}
      data-caption={content.caption !== null}
      style={{ width, aspectRatio: `${width} / ${height}` }}
    >
      <VisualTile item={item} content={content} senderName={senderName} />
    </div>
  );
}

type VisualTileProps = Omit<VisualBodyProps, 'hasHead'> & { readonly isCover?: boolean };

/** The picture itself; in an album it fills its place. */
export function VisualTile({ item, content, senderName, isCover = true }: VisualTileProps) {
  const { t } = useI18n();
  const { openMedia } = useMessageActions();
  const [isCovered, setIsCovered] = useState(content.isSpoiler);
  const isLoop = content.kind === 'video' && content.look === 'loop';
  const alt = content.caption?.body ?? t('media.photoOf', { name: senderName });
  const picture = (
    <MediaImage src={pictureOf(content)} alt={alt} blurHash={content.blurHash} isCover={isCover} />
  );
  if (isCovered) {
    return (
      <button
        type="button"
        className={styles.covered}
        aria-label={t('media.reveal')}
        onClick={() => setIsCovered(false)}
        data-testid="media-spoiler"
      >
        <span className={styles.blur} aria-hidden="true">
          {picture}
        </span>
        <span className={styles.disc}>
          <EyeOff aria-hidden="true" size={24} />
        </span>
      </button>
    );
  }
  if (item.upload) {
    return (
      <div className={styles.open}>
        {picture}
        <UploadRing item={item} progress={item.upload} />
      </div>
    );
  }
  return (
    <button
      type="button"
      className={styles.open}
      aria-label={t('media.open', { name: alt })}
      data-event-id={item.eventId ?? undefined}
      data-testid={content.kind === 'image' ? 'message-image' : 'message-video'}
      onClick={() => openMedia(item)}
    >
      {isLoop ? <LoopingVideo content={content} /> : picture}
      {content.kind === 'video' && !isLoop && (
        <span className={styles.disc}>
          <Play aria-hidden="true" size={28} fill="currentColor" />
        </span>
      )}
      {content.kind === 'video' && content.durationMs !== null && !isLoop && (
        <span className={styles.pill}>{clock(content.durationMs)}</span>
      )}
    </button>
  );
}
