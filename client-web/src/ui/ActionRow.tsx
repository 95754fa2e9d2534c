import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './ActionRow.module.css';
import { Ripple } from './Ripple';

interface ActionRowProps {
  readonly icon?: LucideIcon;
  readonly label: string;
  /** A second, quiet line. */
  readonly detail?: string | undefined;
  /** What is chosen, or how things stand, at the end of the row. */
  readonly value?: ReactNode;
  readonly isDestructive?: boolean;
  readonly isBusy?: boolean;
  readonly onClick: () => void;
  readonly 'data-testid'?: string;
}

/** A row that leads on or does something. */
export function ActionRow({
  icon: Icon,
  label,
  detail,
  value,
  isDestructive = false,
  isBusy = false,
  onClick,
  ...rest
}: ActionRowProps) {
  return (
    <button
      type="button"
      className={styles.row}
      data-destructive={isDestructive}
      data-testid={rest['data-testid']}
      disabled={isBusy}
      onClick={onClick}
    >
      {Icon && <Icon className={styles.icon} size={24} aria-hidden="true" />}
      <span className={styles.lines}>
        <span dir="auto">{label}</span>
        {detail !== undefined && (
          <span className={styles.detail} dir="auto">
            {detail}
          </span>
        )}
      </span>
      {value !== undefined && <span className={styles.value}>{value}</span>}
      <Ripple />
    </button>
  );
}
