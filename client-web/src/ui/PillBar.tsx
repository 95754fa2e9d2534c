import type { ReactNode } from 'react';
import styles from './PillBar.module.css';

interface PillBarProps {
  /** What the strip says, and what pressing it does. */
  readonly says: ReactNode;
  readonly onPress: () => void;
  /** What else can be done about it: buttons at its end. */
  readonly children: ReactNode;
  readonly 'data-testid': string;
  readonly pressTestId: string;
}

/** A strip under the header of a chat. */
export function PillBar({ says, onPress, children, pressTestId, ...data }: PillBarProps) {
  return (
    <div {...data} className={styles.bar}>
      <button type="button" className={styles.main} onClick={onPress} data-testid={pressTestId}>
        {says}
      </button>
      {children}
    </div>
  );
}
