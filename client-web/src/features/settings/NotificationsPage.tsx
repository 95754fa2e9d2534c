'use client';

import { Music2 } from 'lucide-react';
import { useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import type { NotificationLevels } from '@/matrix/types';
import { useAppState } from '@/store/hooks';
import { selectPreferences } from '@/store/preferences';
import { selectNotificationLevels } from '@/store/settings';
import { changePreferences } from '@/store/store';
import { ActionRow } from '@/ui/ActionRow';
import { Card, Page } from '@/ui/Page';
import { playSound } from '@/ui/sound';
import { SoundDialog } from '@/ui/SoundDialog';
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
  const { notifies, hasSound, sound, showsPreview } = useAppState(selectPreferences);
  const [permission, setPermission] = useState(permissionNow);
  const [isChoosing, setIsChoosing] = useState(false);
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
          if (isOn) playSound(sound);
        }}
        data-testid="notify-sound"
      />
      {hasSound && (
        <ActionRow
          icon={Music2}
          label={t('sound.title')}
          value={t(`sound.${sound}`)}
          onClick={() => setIsChoosing(true)}
          data-testid="notify-which-sound"
        />
      )}
      {isChoosing && (
        <SoundDialog
          title={t('sound.title')}
          closeLabel={t('common.close')}
          chosen={sound}
          others={[]}
          nameOf={(choice) => t(`sound.${choice ?? 'usual'}`)}
          usual={sound}
          onChoose={(choice) => {
            if (choice !== null && choice !== 'none') changePreferences({ sound: choice });
          }}
          onClose={() => setIsChoosing(false)}
        />
      )}
    </Card>
  );
}
