'use client';

import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import { useDetails } from '@/store/hooks';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/IconButton';
import { PillBar } from '@/ui/PillBar';
import styles from './RequestsBar.module.css';
import { useRequests } from './use-requests';

const FACES = 3;

interface RequestsBarProps {
  readonly roomId: string;
  readonly onShow: () => void;
}

/** Tells those who may decide that somebody asks to be let in. */
export function RequestsBar({ roomId, onShow }: RequestsBarProps) {
  const { t } = useI18n();
  const people = useRequests(roomId);
  const rule = useDetails(roomId)?.access.rule;
  const mayKnock = rule === 'knock' || rule === 'knock_restricted';
  /** The newest of those whose requests were put off. */
  const [hiddenUpTo, setHiddenUpTo] = useState(0);
  const newest = people[0]?.asked?.ts ?? 0;

  useEffect(() => {
    // Who asked before this device was there is known only to the whole list of members.
    if (mayKnock) matrix.loadMembers(roomId).catch(() => undefined);
  }, [roomId, mayKnock]);

  if (people.length === 0 || newest <= hiddenUpTo) return null;
  return (
    <PillBar
      says={
        <>
          <span className={styles.faces} aria-hidden="true">
            {people.slice(0, FACES).map(({ userId, name, avatarUrl }) => (
              <Avatar key={userId} id={userId} name={name} size={32} mxc={avatarUrl} />
            ))}
          </span>
          <span className={styles.words}>{t('requests.count', { count: people.length })}</span>
        </>
      }
      onPress={onShow}
      data-testid="requests-bar"
      pressTestId="requests-open"
    >
      <IconButton
        icon={X}
        iconSize={20}
        label={t('requests.later')}
        onClick={() => setHiddenUpTo(newest)}
      />
    </PillBar>
  );
}
