'use client';

import { useI18n } from '@/i18n/I18nProvider';
import { mediaUrl } from '@/lib/media-url';
import { useMediaReady } from '@/ui/media-ready';
import { MediaImage } from '@/ui/MediaImage';
import type { VisualItem } from './model';
import styles from './ViewerStage.module.css';

interface ViewerStageProps {
  readonly item: VisualItem;
  readonly zoom: { readonly scale: number; readonly x: number; readonly y: number };
  readonly turns: number;
}

/** Where each film was left, for coming back to it. Forgotten with the tab. */
const positions = new Map<string, number>();

const FALLBACK = { width: 1280, height: 960 };

/** The picture or film itself, as large as it is or as the window. */
export function ViewerStage({ item, zoom, turns }: ViewerStageProps) {
  const { t } = useI18n();
  const isReady = useMediaReady();
  const { content } = item;
  const { width, height } = content.dimensions ?? FALLBACK;
  const src = mediaUrl(content.file);
  if (content.kind === 'video') {
    if (!isReady || src === null) return null;
    return (
      <video
        className={styles.film}
        src={src}
        poster={content.thumbnail ? (mediaUrl(content.thumbnail) ?? undefined) : undefined}
        controls
        autoPlay
        playsInline
        loop={content.look === 'loop'}
        style={{ aspectRatio: `${width} / ${height}`, width: Math.max(width, 480) }}
        onLoadedMetadata={({ currentTarget }) => {
          currentTarget.currentTime = positions.get(item.key) ?? 0;
        }}
        onTimeUpdate={({ currentTarget: { currentTime, duration } }) =>
          positions.set(item.key, currentTime < duration ? currentTime : 0)
        }
        data-testid="viewer-video"
      />
    );
  }
  return (
    <div
      className={styles.picture}
      style={{
        width,
        aspectRatio: `${width} / ${height}`,
        transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale}) rotate(${turns * 90}deg)`,
      }}
      data-zoomed={zoom.scale > 1}
      data-testid="viewer-image"
    >
      <MediaImage
        src={src}
        alt={content.caption?.body ?? (content.name || t('message.photo'))}
        blurHash={content.blurHash}
      />
    </div>
  );
}
