import type { ReactNode } from 'react';
import { Avatar } from './Avatar';
import styles from './ListRow.module.css';
import { Ripple } from './Ripple';

interface ListRowProps {
  /** The Matrix ID that colours the avatar. */
  readonly id: string;
  readonly title: string;
  /** `mxc:` URI of a picture. */
  readonly avatarUrl?: string | null;
  /** What one keeps for oneself. */
  readonly isSaved?: boolean;
  readonly subtitle: string;
  readonly end?: ReactNode;
  readonly isBusy?: boolean;
  /** A row is a link where it leads somewhere, a button where it does something. */
  readonly href?: string;
  readonly onClick?: () => void;
  readonly isPressed?: boolean;
  readonly tabIndex?: 0 | -1;
  readonly 'data-testid'?: string;
  readonly 'data-user-id'?: string;
  readonly 'data-room-id'?: string;
}

/** A row with an avatar and two lines: a person, or a chat among search results. */
export function ListRow({
  id,
  title,
  avatarUrl = null,
  isSaved = false,
  subtitle,
  end,
  isBusy = false,
  href,
  onClick,
  isPressed,
  ...data
}: ListRowProps) {
  const inside = (
    <>
      <Avatar id={id} name={title} size={44} mxc={avatarUrl} isSaved={isSaved} />
      <span className={styles.lines}>
        <span className={styles.title} dir="auto">
          {title}
        </span>
        <span className={styles.subtitle} dir="auto">
          {subtitle}
        </span>
      </span>
      {end}
      <Ripple />
    </>
  );
  if (href !== undefined) {
    return (
      <a {...data} className={styles.row} href={href} onClick={onClick}>
        {inside}
      </a>
    );
  }
  return (
    <button
      {...data}
      type="button"
      className={styles.row}
      onClick={onClick}
      disabled={isBusy}
      aria-pressed={isPressed}
    >
      {inside}
    </button>
  );
}
