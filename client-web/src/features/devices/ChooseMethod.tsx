'use client';

import { QrCode as CodeIcon, ScanQrCode, Smile } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import type { Verification } from '@/matrix/types';
import { ActionRow } from '@/ui/ActionRow';
import { QrCode } from '@/ui/QrCode';
import { CodeScanner } from './CodeScanner';
import styles from './Dialogs.module.css';

interface ChooseMethodProps {
  readonly verification: Verification;
}

/** Both sides want it: one scans the other's code, or both compare pictures. */
export function ChooseMethod({ verification: { code, canScan } }: ChooseMethodProps) {
  const { t } = useI18n();
  const { isBusy, failure, run } = useAction();
  const [isScanning, setIsScanning] = useState(false);
  const content = useMemo(() => code && Uint8Array.from(code), [code]);
  const mayScan = canScan && navigator.mediaDevices !== undefined;

  return (
    <>
      {isScanning && <CodeScanner />}
      {!isScanning && content !== null && (
        <>
          <p>{t('verification.showCode')}</p>
          <QrCode
            content={content}
            label={t('verification.codeLabel')}
            data-testid="verification-code"
          />
        </>
      )}
      {failure !== undefined && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <div className={styles.ways}>
        {mayScan && (!isScanning || content !== null) && (
          <ActionRow
            icon={isScanning ? CodeIcon : ScanQrCode}
            label={t(isScanning ? 'verification.showInstead' : 'verification.scan')}
            onClick={() => setIsScanning(!isScanning)}
            data-testid="verification-scan"
          />
        )}
        <ActionRow
          icon={Smile}
          label={t('verification.byPictures')}
          isBusy={isBusy}
          onClick={() => void run(() => matrix.comparePictures())}
          data-testid="verification-pictures"
        />
      </div>
    </>
  );
}
