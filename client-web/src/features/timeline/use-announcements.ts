'use client';

import { useEffect, useRef } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { messageText } from '@/i18n/plain-words';
import { useMembers } from '@/store/hooks';
import type { TimelineState } from '@/store/timelines';
import { announce } from '@/ui/announce';

/** Tells screen readers what others write while the room is open; history that loads is not news. */
export function useAnnouncements(roomId: string, { order, items }: TimelineState): void {
  const { t } = useI18n();
  const members = useMembers(roomId);
  const newestKey = order[order.length - 1];
  const saidKey = useRef(newestKey);

  useEffect(() => {
    if (newestKey === undefined || newestKey === saidKey.current) return;
    saidKey.current = newestKey;
    const item = items[newestKey];
    if (item?.kind !== 'message' || item.isOwn) return;
    const name = members[item.senderId]?.name ?? item.senderId;
    announce(t('timeline.announce', { name, text: messageText(item.content, t) }));
  }, [newestKey, items, members, t]);
}
