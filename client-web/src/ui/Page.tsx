import type { ReactNode } from 'react';
import styles from './Page.module.css';
import { PanelHeader } from './PanelHeader';

interface PageProps {
  readonly title: string;
  readonly backLabel: string;
  readonly onBack: () => void;
  readonly children: ReactNode;
  readonly 'data-testid'?: string;
}

/** A page of cards that was pushed over a column, such as one of the settings. */
export function Page({ title, backLabel, onBack, children, ...rest }: PageProps) {
  return (
    <section className={styles.page} aria-label={title} data-testid={rest['data-testid']}>
      <PanelHeader title={title} backLabel={backLabel} onBack={onBack} takesFocus />
      <div className={styles.cards}>{children}</div>
    </section>
  );
}

interface CardProps {
  /** Read out where it is not shown. */
  readonly title: string;
  readonly hidesTitle?: boolean;
  /** A quiet line below the card. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
  readonly 'data-testid'?: string;
}

/** Settings that belong together. */
export function Card({ title, hidesTitle = false, note, children, ...rest }: CardProps) {
  return (
    <section className={styles.section} aria-label={title} data-testid={rest['data-testid']}>
      <div className={styles.card}>
        {!hidesTitle && <h3 className={styles.heading}>{title}</h3>}
        {children}
      </div>
      {note !== undefined && <p className={styles.note}>{note}</p>}
    </section>
  );
}
