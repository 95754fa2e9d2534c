'use client';

import {
  Bell,
  Database,
  Keyboard,
  Languages,
  LockKeyhole,
  ShieldHalf,
  LogOut,
  MonitorSmartphone,
  Palette,
  UserCog,
  UserRound,
} from 'lucide-react';
import { useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { LANGUAGES } from '@/i18n/languages';
import type { SettingsPage } from '@/lib/route';
import { matrix } from '@/matrix/commands';
import { selectEncryptionTask } from '@/store/encryption';
import { useAppState, useSession } from '@/store/hooks';
import { ActionRow } from '@/ui/ActionRow';
import { Avatar } from '@/ui/Avatar';
import { Card, Page } from '@/ui/Page';
import styles from './SettingsHome.module.css';
import { SignOutDialog } from './SignOutDialog';

interface SettingsHomeProps {
  readonly onBack: () => void;
  readonly onOpen: (page: SettingsPage) => void;
}

const ROWS = [
  { page: 'settings/profile', icon: UserRound },
  { page: 'settings/notifications', icon: Bell },
  { page: 'settings/privacy', icon: ShieldHalf },
  { page: 'settings/devices', icon: MonitorSmartphone },
  { page: 'settings/lock', icon: LockKeyhole },
  { page: 'settings/appearance', icon: Palette },
  { page: 'settings/storage', icon: Database },
  { page: 'settings/language', icon: Languages },
  { page: 'settings/shortcuts', icon: Keyboard },
  { page: 'settings/account', icon: UserCog },
] as const;

/** The first page of the settings: who one is, and where everything is. */
export function SettingsHome({ onBack, onOpen }: SettingsHomeProps) {
  const { t, language } = useI18n();
  const state = useSession();
  const task = useAppState(selectEncryptionTask);
  const [isAsking, setIsAsking] = useState(false);
  if (state.status !== 'signedIn') return null;
  const { userId, displayName, avatarUrl } = state.session;
  const values: Partial<Record<SettingsPage, string>> = {
    'settings/language': LANGUAGES[language],
    ...(task !== null && { 'settings/devices': '!' }),
  };
  return (
    <Page
      title={t('settings.title')}
      backLabel={t('common.back')}
      onBack={onBack}
      data-testid="settings-panel"
    >
      <div className={styles.profile}>
        <Avatar id={userId} name={displayName ?? userId} mxc={avatarUrl} size={120} />
        <p className={styles.name} dir="auto">
          {displayName ?? userId}
        </p>
        <p className={styles.address} dir="ltr" data-testid="own-user-id">
          {userId}
        </p>
      </div>
      <Card title={t('settings.title')} hidesTitle>
        {ROWS.map(({ page, icon }) => (
          <ActionRow
            key={page}
            icon={icon}
            label={t(`settings.page.${nameOf(page)}`)}
            value={values[page]}
            onClick={() => onOpen(page)}
            data-testid={page.replace('/', '-')}
          />
        ))}
      </Card>
      <Card title={t('settings.signOut')} hidesTitle>
        <ActionRow
          icon={LogOut}
          label={t('settings.signOut')}
          isDestructive
          onClick={() => setIsAsking(true)}
          data-testid="sign-out"
        />
      </Card>
      {isAsking && (
        <SignOutDialog onSignOut={() => matrix.logout()} onClose={() => setIsAsking(false)} />
      )}
    </Page>
  );
}

type PageName<Path> = Path extends `settings/${infer Name}` ? Name : never;

const nameOf = <Path extends (typeof ROWS)[number]['page']>(page: Path) =>
  page.slice('settings/'.length) as PageName<Path>;
