'use client';

import { DevicesPage } from '@/features/devices/DevicesPage';
import { LockPage } from '@/features/lock/LockPage';
import { AccountPage } from '@/features/settings/AccountPage';
import { AppearancePage } from '@/features/settings/AppearancePage';
import { LanguagePage } from '@/features/settings/LanguagePage';
import { NotificationsPage } from '@/features/settings/NotificationsPage';
import { PrivacyPage } from '@/features/settings/PrivacyPage';
import { ProfilePage } from '@/features/settings/ProfilePage';
import { SettingsHome } from '@/features/settings/SettingsHome';
import { ShortcutsPage } from '@/features/settings/ShortcutsPage';
import { StoragePage } from '@/features/settings/StoragePage';
import type { SettingsPage } from '@/lib/route';
import { goUp, navigate } from './use-route';

interface SettingsPagesProps {
  readonly page: SettingsPage;
  readonly onVerify: () => void;
  readonly onSetUpRecovery: () => void;
}

const open = (panel: SettingsPage) => navigate({ panel });

/** The settings, a page at a time. Loaded when they are first opened. */
export function SettingsPages({ page, onVerify, onSetUpRecovery }: SettingsPagesProps) {
  switch (page) {
    case 'settings':
      return <SettingsHome onBack={goUp} onOpen={open} />;
    case 'settings/profile':
      return <ProfilePage onBack={goUp} />;
    case 'settings/notifications':
      return <NotificationsPage onBack={goUp} />;
    case 'settings/privacy':
      return <PrivacyPage onBack={goUp} />;
    case 'settings/appearance':
      return <AppearancePage onBack={goUp} />;
    case 'settings/storage':
      return <StoragePage onBack={goUp} />;
    case 'settings/language':
      return <LanguagePage onBack={goUp} />;
    case 'settings/shortcuts':
      return <ShortcutsPage onBack={goUp} />;
    case 'settings/lock':
      return <LockPage onBack={goUp} />;
    case 'settings/account':
      return <AccountPage onBack={goUp} />;
    case 'settings/devices':
      return <DevicesPage onBack={goUp} onVerify={onVerify} onSetUpRecovery={onSetUpRecovery} />;
  }
}
