import { Heart } from 'lucide-react';
import styles from './Badge.module.css';

interface BadgeProps {
  /** What the badge shows: a count already in words of the locale, or "@"; a reaction shows a heart. */
  readonly text?: string;
  readonly kind: 'count' | 'mention' | 'reaction' | 'dot';
  /** Of a chat that is not to disturb. */
  readonly isQuiet?: boolean;
  /** Said to screen readers in place of the bare number. */
  readonly label: string;
  readonly 'data-testid'?: string;
}

/** The small count on a chat row or on the scroll button. */
export function Badge({ text, kind, label, isQuiet = false, ...rest }: BadgeProps) {
  return (
    <span
      className={styles.badge}
      data-kind={kind}
      data-quiet={isQuiet}
      data-testid={rest['data-testid']}
    >
      {kind === 'reaction' ? (
        <Heart size={13} fill="currentColor" strokeWidth={0} aria-hidden="true" />
      ) : (
        <span aria-hidden="true">{text}</span>
      )}
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
