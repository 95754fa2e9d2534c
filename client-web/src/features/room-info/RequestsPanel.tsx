'use client';

import { Check, X } from 'lucide-react';
import { useEffect } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import { useMembers } from '@/store/hooks';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/IconButton';
import { Card } from '@/ui/Page';
import { showToast } from '@/ui/toast';
import styles from './PeopleCard.module.css';
import { SidePage, SideScroll } from './SidePage';

interface RequestsPanelProps {
  readonly roomId: string;
  /** Those who want to come in, or those who may not. */
  readonly kind: 'requests' | 'banned';
  readonly onBack: () => void;
}

/** People who wait for a decision: to be let in, or to be allowed back. */
export function RequestsPanel({ roomId, kind, onBack }: RequestsPanelProps) {
  const { t } = useI18n();
  const isBanned = kind === 'banned';
  const people = Object.values(useMembers(roomId)).filter(
    ({ membership }) => membership === (isBanned ? 'ban' : 'knock'),
  );

  useEffect(() => {
    // Without an answer those who are known already are shown.
    matrix.loadMembers(roomId).catch(() => undefined);
  }, [roomId]);

  const act = (command: Promise<unknown>) => {
    command.catch((error: unknown) => showToast(errorText(error, t)));
  };

  return (
    <SidePage
      title={t(isBanned ? 'info.banned' : 'info.requests')}
      onBack={onBack}
      data-testid={`${kind}-panel`}
    >
      <SideScroll>
        <Card title={t(isBanned ? 'info.banned' : 'info.requests')} hidesTitle>
          {people.length === 0 && (
            <p className={styles.nothing}>{t(isBanned ? 'banned.none' : 'requests.none')}</p>
          )}
          {people.map(({ userId, name, avatarUrl }) => (
            <div key={userId} className={styles.person} data-testid="waiting-person">
              <Avatar id={userId} name={name} size={44} mxc={avatarUrl} />
              <span className={styles.words}>
                <span className={styles.name} dir="auto">
                  {name}
                </span>
                <span className={styles.quiet}>{userId}</span>
              </span>
              {isBanned ? (
                <IconButton
                  icon={X}
                  label={t('banned.lift', { name })}
                  onClick={() => act(matrix.unban(roomId, userId))}
                  data-testid="ban-lift"
                />
              ) : (
                <>
                  <IconButton
                    icon={X}
                    label={t('requests.refuse', { name })}
                    onClick={() => act(matrix.kick(roomId, userId, null))}
                    data-testid="request-refuse"
                  />
                  <IconButton
                    icon={Check}
                    label={t('requests.admit', { name })}
                    onClick={() => act(matrix.admit(roomId, userId))}
                    data-testid="request-admit"
                  />
                </>
              )}
            </div>
          ))}
        </Card>
      </SideScroll>
    </SidePage>
  );
}
