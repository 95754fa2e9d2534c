'use client';

import { useEffect } from 'react';
import { KEEP_SHELL, type OpenMessage } from '@/lib/shell-channel';
import { matrix } from '@/matrix/commands';
import { selectAccounts } from '@/store/accounts';
import { useUnreadChats } from '@/store/hooks';
import { appStore } from '@/store/store';

/** So long after the start, when nothing urgent is left to do, the application is kept for a start without network. */
const calmMs = 10_000;

/** Tells the engine whether this tab is looked at, and what of it. */
export function useAttention(roomId: string | null): void {
  useEffect(() => {
    const report = () => {
      const isFocused = document.visibilityState === 'visible' && document.hasFocus();
      // Whoever is signed out needs no attention.
      matrix.setAttention(roomId, isFocused).catch(() => undefined);
    };
    report();
    window.addEventListener('focus', report);
    window.addEventListener('blur', report);
    document.addEventListener('visibilitychange', report);
    return () => {
      window.removeEventListener('focus', report);
      window.removeEventListener('blur', report);
      document.removeEventListener('visibilitychange', report);
    };
  }, [roomId]);
}

/** Goes to a place in an account, which may be another than the one that is looked at. */
async function openIn(accountId: string | undefined, fragment: string): Promise<void> {
  const accounts = selectAccounts(appStore.getState());
  const account = accounts.find(({ userId }) => userId === accountId);
  if (account?.isCurrent === false) await matrix.switchAccount(account.userId);
  location.hash = fragment;
}

/** The number on the icon of the installed application. */
export function useAppBadge(): void {
  const unread = useUnreadChats();
  useEffect(() => {
    const { setAppBadge, clearAppBadge } = navigator;
    if (typeof setAppBadge !== 'function') return;
    const change = unread > 0 ? setAppBadge.call(navigator, unread) : clearAppBadge.call(navigator);
    // A page that is not installed has no icon to put it on.
    change.catch(() => undefined);
  }, [unread]);
}

/** Goes where a press on a notification leads, and has the service worker keep the application. */
export function useServiceWorkerMessages(): void {
  useEffect(() => {
    const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
    if (!container) return;
    const open = ({ data }: MessageEvent<Partial<OpenMessage>>) => {
      if (typeof data.open === 'string') void openIn(data.accountId, data.open);
    };
    container.addEventListener('message', open);
    const timer = setTimeout(() => {
      void container.ready.then(({ active }) => active?.postMessage(KEEP_SHELL));
    }, calmMs);
    return () => {
      clearTimeout(timer);
      container.removeEventListener('message', open);
    };
  }, []);
}
