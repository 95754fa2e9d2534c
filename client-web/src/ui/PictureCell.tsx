import { Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { MediaImage } from './MediaImage';
import styles from './PictureCell.module.css';

/** Pictures beside each other, three in a row. */
export function PictureGrid({ children }: { readonly children: ReactNode }) {
  return <div className={styles.grid}>{children}</div>;
}

interface PictureCellProps {
  readonly src: string | null;
  readonly blurHash: string | null;
  readonly isVideo: boolean;
  /** What it shows and from whom. */
  readonly label: string;
  readonly href?: string;
  readonly onClick?: () => void;
  readonly 'data-testid'?: string;
}

/** A picture or a video among others that were shared, as a square that leads to it. */
export function PictureCell({ src, blurHash, isVideo, label, href, ...rest }: PictureCellProps) {
  const inside = (
    <>
      <MediaImage src={src} alt="" blurHash={blurHash} isCover />
      {isVideo && <Play className={styles.play} size={24} aria-hidden="true" />}
    </>
  );
  if (href !== undefined) {
    return (
      <a {...rest} className={styles.cell} href={href} aria-label={label}>
        {inside}
      </a>
    );
  }
  return (
    <button {...rest} type="button" className={styles.cell} aria-label={label}>
      {inside}
    </button>
  );
}
