'use client';

import { DevicesPage } from '@/features/devices/DevicesPage';
import { SettingsPanel } from '@/features/settings/SettingsPanel';
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
      return <SettingsPanel onBack={goUp} onOpen={open} />;
    case 'settings/devices':
      return <DevicesPage onBack={goUp} onVerify={onVerify} onSetUpRecovery={onSetUpRecovery} />;
  }
}
