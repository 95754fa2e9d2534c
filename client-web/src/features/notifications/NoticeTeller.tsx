'use client';

import { useEffect } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { withoutDirectionControls } from '@/lib/bidi';
import { messageFragment } from '@/lib/route';
import type { OpenMessage } from '@/lib/shell-channel';
import type { Notice } from '@/matrix/types';
import { useAppState, useOwn } from '@/store/hooks';
import { selectPreferences } from '@/store/preferences';
import { onNotice } from '@/store/store';
import { playSound } from '@/ui/sound';
import { noticeWords, soundOf } from './model';

/** Shows what the engine gives this tab to tell: by the system, and by a sound. Draws nothing itself. */
export function NoticeTeller() {
  const { t } = useI18n();
  const { notifies, hasSound, sound, showsPreview } = useAppState(selectPreferences);
  const { sounds } = useOwn();
  useEffect(() => {
    onNotice((notice) => {
      const heard = soundOf(notice, sounds, { hasSound, sound });
      if (heard !== null) playSound(heard);
      if (notifies) void show(notice, noticeWords(notice, showsPreview, t));
    });
    return () => onNotice(() => undefined);
  }, [t, notifies, hasSound, sound, sounds, showsPreview]);
  return null;
}

interface Words {
  readonly title: string;
  readonly body: string;
}

/** By the service worker, whose notifications outlive the tab and work on every platform. */
async function show({ accountId, roomId, eventId }: Notice, { title, body }: Words): Promise<void> {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.showNotification(withoutDirectionControls(title), {
    body,
    // A later message of the same chat takes the place of the earlier one.
    tag: roomId,
    icon: '/icons/icon-192.png',
    badge: '/icons/icon-192.png',
    silent: true,
    data: { open: messageFragment(roomId, eventId), accountId } satisfies OpenMessage,
  });
}
