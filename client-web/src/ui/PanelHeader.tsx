'use client';

import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { IconButton } from './IconButton';
import styles from './PanelHeader.module.css';

interface PanelHeaderProps {
  readonly title: string;
  readonly backLabel: string;
  readonly onBack: () => void;
  /** Takes the focus when the page appears, where no field of the page does. */
  readonly takesFocus?: boolean;
}

/** The head of a page that was pushed over a column. */
export function PanelHeader({ title, backLabel, onBack, takesFocus = false }: PanelHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus({ preventScroll: true });
  }, [takesFocus]);

  return (
    <header className={styles.header}>
      <IconButton
        icon={ArrowLeft}
        isDirectional
        label={backLabel}
        onClick={onBack}
        data-testid="panel-back"
      />
      <h2 ref={heading} className={styles.title} tabIndex={-1}>
        {title}
      </h2>
    </header>
  );
}
