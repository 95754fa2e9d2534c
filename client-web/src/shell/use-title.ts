'use client';

import { useEffect } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAppState, useUnreadChats } from '@/store/hooks';

/** "(3) Anna – Heliograph". */
export function useTitle(roomId: string | null): void {
  const { t } = useI18n();
  const unread = useUnreadChats();
  const chat = useAppState((state) =>
    roomId === null ? null : (state.rooms[roomId]?.name ?? null),
  );
  useEffect(() => {
    document.title = t('app.title', {
      unread,
      place: chat === null ? 'home' : 'chat',
      chat: chat ?? '',
    });
  }, [t, unread, chat]);
}
