'use client';

import { useMemo } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { encodeQr } from '@/lib/qr';
import { Modal } from '@/ui/Modal';
import styles from './QrDialog.module.css';

/** Modules of white around the code, without which cameras do not find it. */
const margin = 4;

interface QrDialogProps {
  readonly title: string;
  readonly text: string;
  readonly onClose: () => void;
}

/** A link as a picture for a camera. */
export function QrDialog({ title, text, onClose }: QrDialogProps) {
  const { t } = useI18n();
  const rows = useMemo(() => encodeQr(text), [text]);
  const size = rows.length + 2 * margin;
  const path = rows
    .flatMap((row, y) =>
      row.flatMap((isDark, x) => (isDark ? [`M${x + margin} ${y + margin}h1v1h-1z`] : [])),
    )
    .join('');
  return (
    <Modal title={title} closeLabel={t('common.close')} onClose={onClose} data-testid="qr-dialog">
      <svg className={styles.code} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={text}>
        <rect className={styles.paper} width={size} height={size} />
        <path className={styles.ink} d={path} shapeRendering="crispEdges" />
      </svg>
      <p className={styles.text} dir="ltr">
        {text}
      </p>
    </Modal>
  );
}
