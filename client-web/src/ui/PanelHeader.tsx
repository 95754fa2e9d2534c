import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './IconButton';
import styles from './PanelHeader.module.css';

interface PanelHeaderProps {
  readonly title: string;
  readonly backLabel: string;
  readonly onBack: () => void;
  readonly end?: ReactNode;
}

/** The head of a page that was pushed over a column. */
export function PanelHeader({ title, backLabel, onBack, end }: PanelHeaderProps) {
  return (
    <header className={styles.header}>
      <IconButton
        icon={ArrowLeft}
        isDirectional
        label={backLabel}
        onClick={onBack}
        data-testid="panel-back"
      />
      <h2 className={styles.title}>{title}</h2>
      {end}
    </header>
  );
}
