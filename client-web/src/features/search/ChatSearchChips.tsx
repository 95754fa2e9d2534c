'use client';

import { CalendarDays, ChevronDown, UserRound, X } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import { useMembers } from '@/store/hooks';
import { Avatar } from '@/ui/Avatar';
import styles from './ChatSearchChips.module.css';

interface ChatSearchChipsProps {
  readonly roomId: string;
  readonly senderId: string | null;
  readonly onSender: (senderId: string | null) => void;
  readonly onDay: () => void;
}

/** What else a search in a chat goes by: who wrote it, and the day. */
export function ChatSearchChips({ roomId, senderId, onSender, onDay }: ChatSearchChipsProps) {
  const { t } = useI18n();
  const members = useMembers(roomId);
  const sender = senderId === null ? undefined : members[senderId];
  // Whoever is or was in the chat.
  const people = Object.values(members)
    .filter(({ membership }) => membership === 'join' || membership === 'leave')
    .sort((one, other) => one.name.localeCompare(other.name));
  return (
    <div className={styles.chips}>
      <span className={styles.chip} data-chosen={sender !== undefined}>
        {sender === undefined ? (
          <UserRound size={18} aria-hidden="true" />
        ) : (
          <Avatar id={sender.userId} name={sender.name} size={24} mxc={sender.avatarUrl} />
        )}
        <select
          className={styles.choice}
          aria-label={t('search.from')}
          value={senderId ?? ''}
          onChange={({ target }) => onSender(target.value === '' ? null : target.value)}
          data-testid="chat-search-sender"
        >
          <option value="">{`${t('search.from')}: ${t('search.anybody')}`}</option>
          {people.map(({ userId, name }) => (
            <option key={userId} value={userId}>
              {name}
            </option>
          ))}
        </select>
        {sender === undefined ? (
          <ChevronDown className={styles.more} size={18} aria-hidden="true" />
        ) : (
          <button
            type="button"
            className={styles.clear}
            aria-label={t('search.anybody')}
            onClick={() => onSender(null)}
          >
            <X size={18} aria-hidden="true" />
          </button>
        )}
      </span>
      <button type="button" className={styles.chip} onClick={onDay} data-testid="chat-search-day">
        <CalendarDays size={18} aria-hidden="true" />
        {t('actions.jumpDate')}
      </button>
    </div>
  );
}
