'use client';

import styles from './Wallpaper.module.css';
import { useWallpaperPhase } from './wallpaper-phase';

/** The backdrop of the element around it: four points of colour, which sending a message moves, under our own line drawing. */
export function Wallpaper() {
  const phase = useWallpaperPhase();
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
