import styles from './TypingDots.module.css';

/** Three dots that move beside the words "is typing". */
export function TypingDots() {
  return (
    <span className={styles.dots} aria-hidden="true">
      <span />
      <span />
      <span />
    </span>
  );
}
