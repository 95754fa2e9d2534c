'use client';

import { useEffect, useState } from 'react';
import { linkify } from '@/lib/linkify';
import { thumbnailUrl } from '@/lib/media-url';
import { matrix } from '@/matrix/commands';
import type { LinkPreview } from '@/matrix/types';
import { useRoom } from '@/store/hooks';
import { MediaImage } from '@/ui/MediaImage';
import styles from './LinkPreviewCard.module.css';

/** Found previews: a message that comes into view again has the height it had. */
const known = new Map<string, LinkPreview | null>();
const MOST_KNOWN = 500;
/** A picture at least this wide is shown large. */
const LARGE = 400;

/** The first address in a text that leads out of Matrix. */
export function firstAddress(body: string): string | null {
  const found = linkify(body).find(
    ({ href }) => href !== null && /^https?:/u.test(href) && !href.includes('//matrix.to/'),
  );
  return found?.href ?? null;
}

function usePreview(url: string | null): LinkPreview | null {
  const [preview, setPreview] = useState<LinkPreview | null>(() =>
    url === null ? null : (known.get(url) ?? null),
  );
  useEffect(() => {
    if (url === null || known.has(url)) return;
    let isCurrent = true;
    matrix.previewLink(url).then(
      (found) => {
        if (known.size >= MOST_KNOWN) known.clear();
        known.set(url, found);
        if (isCurrent) setPreview(found);
      },
      // No preview is no loss: the link is there.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [url]);
  return preview;
}

interface LinkPreviewCardProps {
  readonly roomId: string;
  readonly body: string;
}

/**
 * What the page behind a link says of itself, fetched by our server. Not where messages are encrypted: the server would learn
 * what is read there.
 */
export function LinkPreviewCard({ roomId, body }: LinkPreviewCardProps) {
  const mayAsk = useRoom(roomId)?.isEncrypted === false;
  const preview = usePreview(mayAsk ? firstAddress(body) : null);
  if (preview === null) return null;
  const { url, siteName, title, description, imageUrl, imageWidth, imageHeight } = preview;
  const isLarge = imageUrl !== null && (imageWidth ?? 0) >= LARGE;
  // A large picture takes all the room there is; without one the card is as wide as its longest line.
  const line = isLarge ? undefined : '';
  const image = imageUrl && (
    <span
      className={styles.image}
      data-large={isLarge}
      data-beside-lines={isLarge ? undefined : ''}
      style={isLarge ? { aspectRatio: `${imageWidth ?? 2} / ${imageHeight ?? 1}` } : undefined}
    >
      <MediaImage
        src={thumbnailUrl(
          imageUrl,
          isLarge ? 464 : 64,
          isLarge ? 260 : 64,
          isLarge ? 'scale' : 'crop',
        )}
        alt=""
        blurHash={null}
        isCover
      />
    </span>
  );
  return (
    <a
      className={styles.card}
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      data-testid="link-preview"
    >
      {!isLarge && image}
      <span className={styles.site} dir="auto" data-line={line}>
        {siteName}
      </span>
      {title !== null && (
        <span className={styles.title} dir="auto" data-line={line}>
          {title}
        </span>
      )}
      {description !== null && (
        <span className={styles.words} dir="auto" data-line={line}>
          {description}
        </span>
      )}
      {isLarge && image}
    </a>
  );
}
