'use client';

import { layOutAlbum } from '@/lib/album-layout';
import type { MessageItem } from '@/matrix/types';
import styles from './Album.module.css';
import { VisualTile } from './VisualBody';

const WIDTH = 464;

interface AlbumProps {
  readonly items: readonly MessageItem[];
  readonly hasHead: boolean;
  readonly senderName: string;
}

const percent = (share: number) => `${share * 100}%`;

/** Pictures that were sent together, in one frame. */
export function Album({ items, hasHead, senderName }: AlbumProps) {
  const visuals = items.flatMap((item) =>
    item.content.kind === 'image' || item.content.kind === 'video'
      ? [{ item, content: item.content }]
      : [],
  );
  const { tiles, height } = layOutAlbum(
    visuals.map(({ content: { dimensions } }) =>
      dimensions === null ? 1 : dimensions.width / dimensions.height,
    ),
  );
  const hasCaption = visuals.some(({ content }) => content.caption !== null);
  return (
    <div
      className={styles.album}
      data-head={hasHead}
      data-caption={hasCaption}
      data-testid="message-album"
      style={{ width: WIDTH, aspectRatio: `${WIDTH} / ${Math.round(WIDTH * height)}` }}
    >
      <div className={styles.tiles}>
        {visuals.map(({ item, content }, index) => {
          const tile = tiles[index];
          if (tile === undefined) return null;
          return (
            <div
              key={item.key}
              className={styles.tile}
              style={{
                left: percent(tile.x),
                top: percent(tile.y / height),
                width: percent(tile.width),
                height: percent(tile.height / height),
              }}
            >
              <VisualTile item={item} content={content} senderName={senderName} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
