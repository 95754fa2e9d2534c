import type { CSSProperties } from 'react';

/** How far a slider is, for the stylesheet. */
export function sliderShare(value: number, whole: number): CSSProperties {
  const percent = whole > 0 ? Math.min(100, (100 * value) / whole) : 0;
  return { '--share': `${percent}%` } as CSSProperties;
}
