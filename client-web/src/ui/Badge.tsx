import styles from './Badge.module.css';

interface BadgeProps {
  /** What the badge shows: a count already in words of the locale, or "@". */
  readonly text: string;
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
      <span aria-hidden="true">{text}</span>
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
