'use client';

import { useCallback, useEffect, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { errorText } from '@/i18n/plain-words';
import { matrix } from '@/matrix/commands';
import type { DeviceInfo } from '@/matrix/types';
import { useAppState } from '@/store/hooks';

interface Devices {
  /** Null until they are known; this device is the first. */
  readonly devices: readonly DeviceInfo[] | null;
  readonly failure: string | undefined;
  readonly reload: () => void;
}

/** The account's devices, asked for again whenever one of them changes. */
export function useDevices(): Devices {
  const { t } = useI18n();
  const revision = useAppState(({ encryption }) => encryption?.devicesRevision ?? 0);
  const isVerified = useAppState(({ encryption }) => encryption?.isVerified ?? false);
  const [devices, setDevices] = useState<readonly DeviceInfo[] | null>(null);
  const [failure, setFailure] = useState<string>();
  const [asked, setAsked] = useState(0);

  useEffect(() => {
    let isCurrent = true;
    matrix.listDevices().then(
      (list) => {
        if (!isCurrent) return;
        setDevices(list);
        setFailure(undefined);
      },
      (error: unknown) => {
        if (isCurrent) setFailure(errorText(error, t));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [asked, revision, isVerified, t]);

  const reload = useCallback(() => setAsked((count) => count + 1), []);
  return { devices, failure, reload };
}
