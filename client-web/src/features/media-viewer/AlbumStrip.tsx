'use client';

import { pictureOf } from '@/features/message/picture';
import { useI18n } from '@/i18n/I18nProvider';
import { setViewer } from '@/store/store';
import { MediaImage } from '@/ui/MediaImage';
import styles from './AlbumStrip.module.css';
import type { VisualItem } from './model';

interface AlbumStripProps {
  readonly timelineId: string;
  readonly album: readonly VisualItem[];
  readonly current: VisualItem;
}

/** The other pictures of an album, small. */
export function AlbumStrip({ timelineId, album, current }: AlbumStripProps) {
  const { t } = useI18n();
  return (
    <div className={styles.strip}>
      {album.map((item, index) => (
        <button
          key={item.key}
          type="button"
          className={styles.thumb}
          aria-current={item.key === current.key}
          aria-label={t('viewer.counter', { number: index + 1, total: album.length })}
          onClick={() => setViewer({ timelineId, key: item.key })}
        >
          <MediaImage src={pictureOf(item.content)} alt="" blurHash={null} isCover />
        </button>
      ))}
    </div>
  );
}
