'use client';

import { useEffect } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { withoutDirectionControls } from '@/lib/bidi';
import { roomFragment } from '@/lib/route';
import type { OpenMessage } from '@/lib/shell-channel';
import { useAppState, useOwnUserId } from '@/store/hooks';
import { selectPreferences } from '@/store/preferences';
import type { CallView } from './call';
import { stateText } from './words';

const tag = 'call';

/** Has the system tell of a call while nobody looks at the page, for as long as it rings. */
export function useCallNotification(call: CallView, name: string): void {
  const { t } = useI18n();
  const { notifies } = useAppState(selectPreferences);
  const accountId = useOwnUserId();
  const isRinging = call.phase === 'incoming';
  const words = isRinging ? stateText(call, 0, t) : '';
  const { roomId } = call;

  useEffect(() => {
    if (!isRinging || !notifies || accountId === null || !document.hidden) return;
    if (!('Notification' in window) || Notification.permission !== 'granted') return;
    const registration = navigator.serviceWorker?.getRegistration();
    void registration?.then((found) =>
      found?.showNotification(withoutDirectionControls(name), {
        body: words,
        tag,
        icon: '/icons/icon-192.png',
        requireInteraction: true,
        // The tab rings by itself.
        silent: true,
        data: { open: roomFragment(roomId), accountId } satisfies OpenMessage,
      }),
    );
    return () => {
      void registration
        ?.then((found) => found?.getNotifications({ tag }))
        .then((shown) => shown?.forEach((notification) => notification.close()));
    };
  }, [isRinging, notifies, accountId, name, words, roomId]);
}
