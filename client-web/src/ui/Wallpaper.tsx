import styles from './Wallpaper.module.css';

interface WallpaperProps {
  /** Each step moves the points of colour on by one place; sending a message takes one. */
  readonly phase: number;
}

/** The backdrop of the element around it: four points of colour under our own line drawing. */
export function Wallpaper({ phase }: WallpaperProps) {
  return (
    <div className={styles.wallpaper} data-phase={phase % 4} aria-hidden="true">
      <span className={styles.point} />
      <span className={styles.point} />
      <span className={styles.point} />
      <span className={styles.point} />
      <span className={styles.doodles} />
    </div>
  );
}
