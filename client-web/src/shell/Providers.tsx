'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { I18nProvider } from '@/i18n/I18nProvider';
import { connectEngine } from '@/matrix/port';
import { onAnnouncement } from '@/ui/announce';
import { startServiceWorker } from '@/ui/media-ready';
import { ToastRegion } from '@/ui/ToastRegion';
import { TooltipProvider } from '@/ui/Tooltip';
import { usePreferencesSync } from './use-preferences-sync';
import { useThemeSync } from './use-theme-sync';

/** What every page stands on: words, theme, the engine, and the places where toasts and announcements appear. */
export function Providers({ children }: { readonly children: ReactNode }) {
  useThemeSync();
  usePreferencesSync();
  useEffect(connectEngine, []);
  useEffect(() => void startServiceWorker(), []);
  return (
    <I18nProvider>
      <TooltipProvider>
        {children}
        <ToastRegion />
        <Announcer />
      </TooltipProvider>
    </I18nProvider>
  );
}

function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => onAnnouncement(setText), []);
  return (
    <div className="visually-hidden" aria-live="polite" data-testid="announcer">
      {text}
    </div>
  );
}
