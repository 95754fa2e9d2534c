'use client';

import { Bookmark } from 'lucide-react';
import { useState } from 'react';
import { thumbnailUrl } from '@/lib/media-url';
import { initials, peerColour } from '@/lib/peer';
import styles from './Avatar.module.css';
import { useMediaReady } from './media-ready';

interface AvatarProps {
  /** The Matrix ID whose peer colour is shown. */
  readonly id: string;
  /** The name whose initials are shown. */
  readonly name: string;
  /** Edge in px; the sizes the design knows. */
  readonly size: 20 | 24 | 32 | 34 | 40 | 44 | 54 | 120;
  /** `mxc:` URI of the picture. */
  readonly mxc?: string | null;
  /** Communities are squares with round corners. */
  readonly isSquare?: boolean;
  /** A bookmark in place of letters: what one keeps for oneself. */
  readonly isSaved?: boolean;
}

/** A picture, over letters that stay where there is none. Decorative: the accessible name belongs to what is around it. */
export function Avatar({
  id,
  name,
  size,
  mxc = null,
  isSquare = false,
  isSaved = false,
}: AvatarProps) {
  const isReady = useMediaReady();
  const [failed, setFailed] = useState<string | null>(null);
  const src = mxc === null || mxc === failed ? null : thumbnailUrl(mxc, size, size);
  return (
    <span
      className={styles.avatar}
      data-peer={peerColour(id)}
      data-size={size}
      data-square={isSquare}
      data-saved={isSaved}
      // Drawn by the stylesheet, so that they are no words of the button or row around them.
      data-letters={isSaved ? undefined : initials(name)}
      aria-hidden="true"
    >
      {isSaved && <Bookmark className={styles.glyph} />}
      {isReady && src !== null && (
        // eslint-disable-next-line @next/next/no-img-element -- the service worker gives it
        <img
          className={styles.picture}
          src={src}
          alt=""
          decoding="async"
          draggable={false}
          onError={() => setFailed(mxc)}
        />
      )}
    </span>
  );
}
