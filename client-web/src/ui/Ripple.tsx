'use client';

import { type PointerEvent as ReactPointerEvent, useState } from 'react';
import styles from './Ripple.module.css';

interface Wave {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly diameter: number;
}

/** The press wave of a surface. Place it last in a positioned element with clipped overflow. */
export function Ripple() {
  const [waves, setWaves] = useState<readonly Wave[]>([]);

  const start = (event: ReactPointerEvent<HTMLSpanElement>) => {
    if (event.button !== 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const wave = {
      id: event.timeStamp,
      x: event.clientX - box.left,
      y: event.clientY - box.top,
      diameter: 2 * Math.hypot(box.width, box.height),
    };
    setWaves((current) => [...current.slice(-2), wave]);
  };

  const end = (id: number) => {
    setWaves((current) => current.filter((wave) => wave.id !== id));
  };

  return (
    <span className={styles.surface} onPointerDown={start} aria-hidden="true">
      {waves.map(({ id, x, y, diameter }) => (
        <span
          key={id}
          className={styles.wave}
          style={{ left: x, top: y, width: diameter, height: diameter }}
          onAnimationEnd={() => end(id)}
        />
      ))}
    </span>
  );
}
