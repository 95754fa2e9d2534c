'use client';

import { useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import type { NotificationLevels } from '@/matrix/types';
import { useAppState } from '@/store/hooks';
import { selectPreferences } from '@/store/preferences';
import { selectNotificationLevels } from '@/store/settings';
import { changePreferences } from '@/store/store';
import { playPing } from '@/ui/ping';
import { Card, Page } from '@/ui/Page';
import { SwitchRow } from '@/ui/SwitchRow';
import { useWished } from '@/ui/use-wished';
import styles from './PrivacyPage.module.css';

const LEVELS: readonly (keyof NotificationLevels)[] = ['privateChats', 'groups', 'invites'];

type Permission = NotificationPermission | 'unsupported';

const permissionNow = (): Permission =>
  'Notification' in window ? Notification.permission : 'unsupported';

/** What makes itself heard: for the account, and on this device. */
export function NotificationsPage({ onBack }: { readonly onBack: () => void }) {
  const { t } = useI18n();
  const { shown: levels, wish, giveUp } = useWished(useAppState(selectNotificationLevels));
  const { failure, run } = useAction();
  const change = async (part: Partial<NotificationLevels>) => {
    if (levels) wish({ ...levels, ...part });
    if (!(await run(() => matrix.setNotificationLevels(part)))) giveUp();
  };
  return (
    <Page
      title={t('settings.page.notifications')}
      backLabel={t('common.back')}
      onBack={onBack}
      data-testid="notifications-page"
    >
      <DeviceCard />
      <Card title={t('notifications.account')} note={t('notifications.accountNote')}>
        {LEVELS.map((level) => (
          <SwitchRow
            key={level}
            label={t(`notifications.${level}`)}
            isOn={levels?.[level] ?? true}
            isDisabled={levels === null}
            onChange={(isOn) => void change({ [level]: isOn })}
            data-testid={`notify-${level}`}
          />
        ))}
        {failure !== undefined && (
          <p className={styles.failure} role="alert">
            {failure}
          </p>
        )}
      </Card>
    </Page>
  );
}

/** The browser has the last word: it is asked when somebody switches notifications on, and not before. */
function DeviceCard() {
  const { t } = useI18n();
  const { notifies, hasSound, showsPreview } = useAppState(selectPreferences);
  const [permission, setPermission] = useState(permissionNow);
  const isPossible = permission === 'granted' || permission === 'default';

  const change = async (isOn: boolean) => {
    if (!isOn) return changePreferences({ notifies: false });
    const answer = await Notification.requestPermission();
    setPermission(answer);
    changePreferences({ notifies: answer === 'granted' });
  };

  return (
    <Card
      title={t('notifications.device')}
      note={isPossible ? t('appearance.device') : t(`notifications.${permission}`)}
    >
      <SwitchRow
        label={t('notifications.desktop')}
        detail={t('notifications.desktopHint')}
        isOn={notifies && permission === 'granted'}
        isDisabled={!isPossible}
        onChange={(isOn) => void change(isOn)}
        data-testid="notify-desktop"
      />
      <SwitchRow
        label={t('notifications.preview')}
        detail={t('notifications.previewHint')}
        isOn={showsPreview}
        onChange={(isOn) => changePreferences({ showsPreview: isOn })}
        data-testid="notify-preview"
      />
      <SwitchRow
        label={t('notifications.sound')}
        isOn={hasSound}
        onChange={(isOn) => {
          changePreferences({ hasSound: isOn });
          if (isOn) playPing();
        }}
        data-testid="notify-sound"
      />
    </Card>
  );
}
