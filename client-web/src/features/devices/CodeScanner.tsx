'use client';

import { useRef, useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import { Spinner } from '@/ui/Spinner';
import styles from './CodeScanner.module.css';
import dialogs from './Dialogs.module.css';
import { isVerificationCode } from './model';
import { useCodeScanner } from './use-code-scanner';

/** The camera, until it has seen the code that the other side shows. */
export function CodeScanner() {
  const { t } = useI18n();
  const [failure, setFailure] = useState<string | null>(null);
  const isTelling = useRef(false);

  const tell = async (code: Uint8Array) => {
    if (isTelling.current || !isVerificationCode(code)) return;
    isTelling.current = true;
    try {
      await matrix.scanVerification([...code]);
    } catch (error) {
      setFailure(errorText(error, t));
    } finally {
      isTelling.current = false;
    }
  };
  const { video, state } = useCodeScanner((code) => void tell(code));

  if (state === 'failed') {
    return (
      <p className={dialogs.failure} role="alert" data-testid="scanner-failed">
        {t('verification.noCamera')}
      </p>
    );
  }
  return (
    <>
      <p>{t('verification.scanHint')}</p>
      <div className={styles.stage}>
        <video
          ref={video}
          className={styles.video}
          muted
          playsInline
          aria-label={t('verification.camera')}
          data-testid="scanner-video"
        />
        {state === 'opening' && <Spinner className={styles.spinner} />}
      </div>
      {failure !== null && (
        <p className={dialogs.failure} role="alert">
          {failure}
        </p>
      )}
    </>
  );
}
