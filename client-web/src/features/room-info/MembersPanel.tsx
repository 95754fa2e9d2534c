'use client';

import { useEffect, useMemo, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { lastSeenText } from '@/i18n/last-seen';
import { fold } from '@/lib/fold';
import { matrix } from '@/matrix/commands';
import type { Member } from '@/matrix/types';
import { useAppState, useDetails, useMembers } from '@/store/hooks';
import { ListRow } from '@/ui/ListRow';
import { SearchField } from '@/ui/SearchField';
import { useNow } from '@/ui/use-now';
import { VirtualList } from '@/ui/VirtualList';
import styles from './MembersPanel.module.css';
import { roleOf, sortMembers } from './roles';
import { SidePage } from './SidePage';

const ROW_HEIGHT = 60;
const MINUTE_MS = 60_000;

interface MembersPanelProps {
  readonly roomId: string;
  /** Only those who have more to say than others. */
  readonly areAdmins?: boolean;
  readonly onBack: () => void;
  readonly onPerson: (userId: string) => void;
}

const idOf = ({ userId }: Member) => userId;

/** Everybody in a room, those with more power first, to look through and to search. */
export function MembersPanel({ roomId, areAdmins = false, onBack, onPerson }: MembersPanelProps) {
  const { t, locale } = useI18n();
  const now = useNow(MINUTE_MS);
  const presence = useAppState((state) => state.presence);
  const [query, setQuery] = useState('');
  const details = useDetails(roomId);
  const members = useMembers(roomId);

  useEffect(() => {
    // Without an answer those who are known already are shown.
    matrix.loadMembers(roomId).catch(() => undefined);
  }, [roomId]);

  const everybody = useMemo(() => {
    const present = Object.values(members).filter(
      ({ membership }) => membership === 'join' || membership === 'invite',
    );
    return sortMembers(present, details);
  }, [members, details]);
  const wanted = fold(query.trim());
  const shown = everybody.filter(({ userId, name, powerLevel }) => {
    const role = roleOf(userId, powerLevel, details);
    const isAdmin = role === 'creator' || role === 'admin' || role === 'moderator';
    return (!areAdmins || isAdmin) && fold(`${name} ${userId}`).includes(wanted);
  });
  const title = t(areAdmins ? 'info.admins' : 'info.memberList');

  return (
    <SidePage title={title} onBack={onBack} data-testid="members-panel">
      <div className={styles.search}>
        <SearchField
          value={query}
          onChange={setQuery}
          label={t('search.label')}
          clearLabel={t('search.clear')}
          data-testid="members-search"
        />
      </div>
      <div className={styles.list}>
        {shown.length === 0 ? (
          <p className={styles.nothing} role="status">
            {t('search.nothing')}
          </p>
        ) : (
          <VirtualList items={shown} keyOf={idOf} rowHeight={ROW_HEIGHT} label={title}>
            {({ userId, name, avatarUrl, membership, powerLevel }, isTabStop) => {
              const role = roleOf(userId, powerLevel, details);
              return (
                <ListRow
                  id={userId}
                  title={name}
                  avatarUrl={avatarUrl}
                  subtitle={
                    membership === 'invite'
                      ? t('info.invited')
                      : (lastSeenText(presence[userId] ?? null, now, t, locale) ?? userId)
                  }
                  tabIndex={isTabStop ? 0 : -1}
                  end={
                    role !== 'member' && <span className={styles.role}>{t(`role.${role}`)}</span>
                  }
                  onClick={() => onPerson(userId)}
                  data-testid="member"
                  data-user-id={userId}
                />
              );
            }}
          </VirtualList>
        )}
      </div>
    </SidePage>
  );
}
