import styles from './ProductMark.module.css';

/** The product's mark: a mirror that throws a ray of light. */
export function ProductMark() {
  return (
    <svg className={styles.mark} viewBox="0 0 96 96" aria-hidden="true">
      <circle className={styles.disc} cx="48" cy="48" r="48" />
      <circle className={styles.mirror} cx="38" cy="56" r="17" />
      <path className={styles.ray} d="m52 44 27-22M55 55l26-5M42 38l12-23" />
    </svg>
  );
}
