import styles from './Skeleton.module.css';

/** Rows in the shape of a chat list. The region around it carries `aria-busy` and says what is loading. */
export function ListSkeleton({ rows }: { readonly rows: number }) {
  return (
    <div className={styles.list} aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.row}>
          <span className={styles.circle} />
          <span className={styles.lines}>
            <span className={styles.bar} data-width={row % 3} />
            <span className={styles.bar} data-width={3 + (row % 2)} />
          </span>
        </div>
      ))}
    </div>
  );
}

const BUBBLES = ['in', 'in', 'own', 'in', 'own', 'own', 'in', 'own'] as const;

/** Bubbles by side in the shape of a conversation. */
export function TimelineSkeleton() {
  return (
    <div className={styles.timeline} aria-hidden="true">
      {BUBBLES.map((side, index) => (
        // The list never changes, so the index is the identity.
        <span key={index} className={styles.bubble} data-side={side} data-width={index % 4} />
      ))}
    </div>
  );
}
