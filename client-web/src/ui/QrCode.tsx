import { useMemo } from 'react';
import { encodeQr } from '@/lib/qr/encode';
import styles from './QrCode.module.css';

/** Modules of white around the code, without which cameras do not find it. */
const margin = 4;

interface QrCodeProps {
  readonly content: string | Uint8Array;
  /** What it stands for, for who does not see it. */
  readonly label: string;
  readonly 'data-testid'?: string;
}

/** A text or bytes as a picture for a camera. */
export function QrCode({ content, label, ...rest }: QrCodeProps) {
  const rows = useMemo(() => encodeQr(content), [content]);
  const size = rows.length + 2 * margin;
  const path = rows
    .flatMap((row, y) =>
      row.flatMap((isDark, x) => (isDark ? [`M${x + margin} ${y + margin}h1v1h-1z`] : [])),
    )
    .join('');
  return (
    <svg
      className={styles.code}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      data-testid={rest['data-testid']}
    >
      <rect className={styles.paper} width={size} height={size} />
      <path className={styles.ink} d={path} shapeRendering="crispEdges" />
    </svg>
  );
}
