'use client';

import { KeyRound, ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react';
import { useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import type { DeviceInfo } from '@/matrix/types';
import { selectEncryption } from '@/store/encryption';
import { useAppState } from '@/store/hooks';
import { ActionRow } from '@/ui/ActionRow';
import { Button } from '@/ui/Button';
import { Card, Page } from '@/ui/Page';
import { Spinner } from '@/ui/Spinner';
import { useNow } from '@/ui/use-now';
import { DeviceDialog } from './DeviceDialog';
import styles from './DevicesPage.module.css';
import { KeyFileCard } from './KeyFileCard';
import { lastSeenText } from './model';
import { SignOutDevicesDialog } from './SignOutDevicesDialog';
import { useDevices } from './use-devices';

interface DevicesPageProps {
  readonly onBack: () => void;
  readonly onVerify: () => void;
  readonly onSetUpRecovery: () => void;
}

/** Where one is signed in, and how well the keys are kept. */
export function DevicesPage({ onBack, onVerify, onSetUpRecovery }: DevicesPageProps) {
  const { t } = useI18n();
  const { devices, failure, reload } = useDevices();
  const [opened, setOpened] = useState<string | null>(null);
  const [isEndingOthers, setIsEndingOthers] = useState(false);
  const [current, ...others] = devices ?? [];
  const shown = devices?.find(({ deviceId }) => deviceId === opened);

  return (
    <Page
      title={t('devices.title')}
      backLabel={t('common.back')}
      onBack={onBack}
      data-testid="devices-page"
    >
      <ProtectionCard onVerify={onVerify} onSetUpRecovery={onSetUpRecovery} />
      {devices === null && failure === undefined && <Spinner className={styles.spinner} />}
      {failure !== undefined && (
        <Card title={t('devices.title')} hidesTitle>
          <p className={styles.failure} role="alert">
            {failure}
          </p>
          <Button look="text" onClick={reload}>
            {t('common.retry')}
          </Button>
        </Card>
      )}
      {current && (
        <Card title={t('devices.current')}>
          <DeviceRow device={current} onOpen={setOpened} />
        </Card>
      )}
      {others.length > 0 && (
        <Card title={t('devices.others')}>
          {others.map((device) => (
            <DeviceRow key={device.deviceId} device={device} onOpen={setOpened} />
          ))}
          <ActionRow
            label={t('devices.endOthers')}
            isDestructive
            onClick={() => setIsEndingOthers(true)}
            data-testid="devices-end-others"
          />
        </Card>
      )}
      <KeyFileCard />
      {shown && <DeviceDialog device={shown} onClose={() => setOpened(null)} onChanged={reload} />}
      {isEndingOthers && (
        <SignOutDevicesDialog
          deviceIds={others.map(({ deviceId }) => deviceId)}
          onClose={() => setIsEndingOthers(false)}
          onDone={reload}
        />
      )}
    </Page>
  );
}

const MARKS = { verified: ShieldCheck, unverified: ShieldAlert, unknown: ShieldQuestion } as const;

interface DeviceRowProps {
  readonly device: DeviceInfo;
  readonly onOpen: (deviceId: string) => void;
}

function DeviceRow({ device, onOpen }: DeviceRowProps) {
  const { t, locale } = useI18n();
  const now = useNow(60_000);
  const { deviceId, name, trust } = device;
  return (
    <ActionRow
      icon={MARKS[trust]}
      label={name ?? deviceId}
      detail={[t(`devices.${trust}`), lastSeenText(device, t, locale, now)]
        .filter((part) => part !== '')
        .join(' · ')}
      onClick={() => onOpen(deviceId)}
      data-testid="device-row"
    />
  );
}

type ProtectionCardProps = Omit<DevicesPageProps, 'onBack'>;

/** What keeps old messages readable, and what is missing for that. */
function ProtectionCard({ onVerify, onSetUpRecovery }: ProtectionCardProps) {
  const { t } = useI18n();
  const encryption = useAppState(selectEncryption);
  if (encryption === null || encryption.phase === 'starting') return null;
  if (encryption.phase === 'unavailable') {
    return (
      <Card title={t('devices.protection')}>
        <p className={styles.failure}>{t('error.encryptionUnavailable')}</p>
      </Card>
    );
  }
  const { isVerified, recovery, backup, keysToBackUp } = encryption;
  return (
    <Card
      title={t('devices.protection')}
      note={
        backup === 'on' ? t('devices.backupOn', { count: keysToBackUp }) : t('devices.backupOff')
      }
    >
      {!isVerified && (
        <ActionRow
          icon={ShieldAlert}
          label={t('encryption.verify.title')}
          detail={t('encryption.verify.hint')}
          onClick={onVerify}
          data-testid="devices-verify"
        />
      )}
      {isVerified && (
        <ActionRow
          icon={KeyRound}
          label={t('devices.recovery')}
          detail={t(recovery === 'ready' ? 'devices.recoveryOn' : 'encryption.recovery.hint')}
          value={t(recovery === 'ready' ? 'devices.on' : 'devices.off')}
          onClick={onSetUpRecovery}
          data-testid="devices-recovery"
        />
      )}
    </Card>
  );
}
