import { initials, peerColour } from '@/lib/peer';
import styles from './Avatar.module.css';

interface AvatarProps {
  /** The Matrix ID whose peer colour is shown. */
  readonly id: string;
  /** The name whose initials are shown. */
  readonly name: string;
  /** Edge in px; the sizes the design knows. */
  readonly size: 20 | 24 | 32 | 34 | 40 | 44 | 54 | 120;
}

/** A letter avatar. Decorative: the accessible name belongs to the row or button around it. */
export function Avatar({ id, name, size }: AvatarProps) {
  return (
    <span className={styles.avatar} data-peer={peerColour(id)} data-size={size} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
