'use client';

import { mediaUrl } from '@/lib/media-url';
import { fitPicture } from '@/lib/picture-size';
import type { StickerContent } from '@/matrix/types';
import { MediaImage } from '@/ui/MediaImage';
import styles from './StickerBody.module.css';

const BOX = { width: 208, height: 208 };

/** A sticker, without a bubble. */
export function StickerBody({ content }: { readonly content: StickerContent }) {
  const { width, height } = fitPicture(content.dimensions ?? BOX, BOX);
  return (
    <div
      className={styles.sticker}
      style={{ aspectRatio: `${width} / ${height}`, maxWidth: width }}
      data-testid="message-sticker"
    >
      <MediaImage src={mediaUrl(content.file)} alt={content.body} blurHash={null} />
    </div>
  );
}
