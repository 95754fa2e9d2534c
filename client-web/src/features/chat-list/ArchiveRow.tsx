'use client';

import { Archive } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAppState } from '@/store/hooks';
import { isUnread, selectArchivedIds } from '@/store/rooms';
import { Badge } from '@/ui/Badge';
import { Ripple } from '@/ui/Ripple';
import styles from './ArchiveRow.module.css';

/** Above the list while something is put away: names of what is in there, and how much of it waits. */
export function ArchiveRow({ href }: { readonly href: string }) {
  const { t, locale } = useI18n();
  const ids = useAppState(selectArchivedIds);
  const rooms = useAppState((state) => state.rooms);
  if (ids.length === 0) return null;
  const chats = ids.flatMap((roomId) => rooms[roomId] ?? []);
  const unread = chats.filter(isUnread).length;
  const names = [...chats]
    .sort((a, b) => Number(isUnread(b)) - Number(isUnread(a)))
    .map((room) => room.name ?? t('room.empty'))
    .join(', ');
  return (
    <a className={styles.row} href={href} data-testid="archive-row">
      <span className={styles.icon} aria-hidden="true">
        <Archive size={28} />
      </span>
      <span className={styles.lines}>
        <span className={styles.title}>{t('archive.title')}</span>
        <span className={styles.names} dir="auto">
          {names}
        </span>
      </span>
      {unread > 0 && (
        <Badge
          kind="count"
          isQuiet
          text={new Intl.NumberFormat(locale).format(unread)}
          label={t('archive.unread', { count: unread })}
        />
      )}
      <Ripple />
    </a>
  );
}
