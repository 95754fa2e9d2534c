'use client';

import { Check, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { rowTime } from '@/lib/dates';
import { matrix } from '@/matrix/commands';
import type { Member } from '@/matrix/types';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { IconButton } from '@/ui/IconButton';
import { Card } from '@/ui/Page';
import { showToast } from '@/ui/toast';
import { useNow } from '@/ui/use-now';
import styles from './PeopleCard.module.css';
import { SidePage, SideScroll } from './SidePage';
import { useRequests } from './use-requests';
import { WaitingPerson } from './WaitingPerson';

const MINUTE_MS = 60_000;

interface RequestsPanelProps {
  readonly roomId: string;
  readonly onBack: () => void;
}

/** People who ask to be let in: one at a time, or all at once. */
export function RequestsPanel({ roomId, onBack }: RequestsPanelProps) {
  const { t, locale } = useI18n();
  const now = useNow(MINUTE_MS);
  const people = useRequests(roomId);
  const [busy, setBusy] = useState<'admit' | 'refuse' | null>(null);
  const [isRefusingAll, setIsRefusingAll] = useState(false);

  useEffect(() => {
    // Without an answer those who are known already are shown.
    matrix.loadMembers(roomId).catch(() => undefined);
  }, [roomId]);

  const answer = async (asking: readonly Member[], isAdmitted: boolean) => {
    setBusy(isAdmitted ? 'admit' : 'refuse');
    try {
      const userIds = asking.map(({ userId }) => userId);
      await matrix.answerRequests(roomId, userIds, isAdmitted);
    } catch (error) {
      showToast(errorText(error, t));
    } finally {
      setBusy(null);
    }
  };

  return (
    <SidePage title={t('info.requests')} onBack={onBack} data-testid="requests-panel">
      <SideScroll>
        <Card title={t('info.requests')} hidesTitle note={t('requests.note')}>
          {people.length === 0 && <p className={styles.nothing}>{t('requests.none')}</p>}
          {people.map((person) => (
            <WaitingPerson
              key={person.userId}
              person={person}
              detail={t('requests.asked', {
                time: rowTime(person.asked?.ts ?? 0, now, locale),
                address: person.userId,
              })}
              words={person.asked?.reason ?? null}
            >
              <IconButton
                icon={X}
                label={t('requests.refuse', { name: person.name })}
                onClick={() => void answer([person], false)}
                data-testid="request-refuse"
              />
              <IconButton
                icon={Check}
                label={t('requests.admit', { name: person.name })}
                onClick={() => void answer([person], true)}
                data-testid="request-admit"
              />
            </WaitingPerson>
          ))}
          {people.length > 1 && (
            <div className={styles.all}>
              <Button
                look="text"
                disabled={busy !== null}
                onClick={() => setIsRefusingAll(true)}
                data-testid="requests-refuse-all"
              >
                {t('requests.refuseAll')}
              </Button>
              <Button
                isBusy={busy === 'admit'}
                disabled={busy !== null}
                onClick={() => void answer(people, true)}
                data-testid="requests-admit-all"
              >
                {t('requests.admitAll')}
              </Button>
            </div>
          )}
        </Card>
      </SideScroll>
      {isRefusingAll && (
        <ConfirmDialog
          title={t('requests.refuseAllTitle', { count: people.length })}
          confirmLabel={t('requests.refuseAll')}
          cancelLabel={t('common.cancel')}
          closeLabel={t('common.close')}
          onConfirm={() => answer(people, false)}
          onClose={() => setIsRefusingAll(false)}
          data-testid="requests-refuse-all-confirm"
        >
          <p>{t('requests.refuseAllHint')}</p>
        </ConfirmDialog>
      )}
    </SidePage>
  );
}
