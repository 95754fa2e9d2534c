'use client';

import { X } from 'lucide-react';
import { useEffect } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import { useMembers } from '@/store/hooks';
import { IconButton } from '@/ui/IconButton';
import { Card } from '@/ui/Page';
import { showToast } from '@/ui/toast';
import styles from './PeopleCard.module.css';
import { SidePage, SideScroll } from './SidePage';
import { WaitingPerson } from './WaitingPerson';

interface BannedPanelProps {
  readonly roomId: string;
  readonly onBack: () => void;
}

/** People who may not come back, until somebody says otherwise. */
export function BannedPanel({ roomId, onBack }: BannedPanelProps) {
  const { t } = useI18n();
  const people = Object.values(useMembers(roomId)).filter(({ membership }) => membership === 'ban');

  useEffect(() => {
    // Without an answer those who are known already are shown.
    matrix.loadMembers(roomId).catch(() => undefined);
  }, [roomId]);

  const lift = (userId: string) => {
    matrix.unban(roomId, userId).catch((error: unknown) => showToast(errorText(error, t)));
  };

  return (
    <SidePage title={t('info.banned')} onBack={onBack} data-testid="banned-panel">
      <SideScroll>
        <Card title={t('info.banned')} hidesTitle>
          {people.length === 0 && <p className={styles.nothing}>{t('banned.none')}</p>}
          {people.map((person) => (
            <WaitingPerson key={person.userId} person={person} detail={person.userId}>
              <IconButton
                icon={X}
                label={t('banned.lift', { name: person.name })}
                onClick={() => lift(person.userId)}
                data-testid="ban-lift"
              />
            </WaitingPerson>
          ))}
        </Card>
      </SideScroll>
    </SidePage>
  );
}
