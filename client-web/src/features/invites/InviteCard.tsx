'use client';

import { useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import type { RoomSummary } from '@/matrix/types';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { showToast } from '@/ui/toast';
import styles from './InviteCard.module.css';

interface InviteCardProps {
  readonly room: RoomSummary;
  readonly onDeclined: () => void;
}

/** An invitation in full, in place of the conversation. */
export function InviteCard({ room, onDeclined }: InviteCardProps) {
  const { t } = useI18n();
  const [busy, setBusy] = useState<'accept' | 'decline' | null>(null);
  const name = room.name ?? t('room.empty');
  const inviter = room.inviter;

  const answer = async (which: 'accept' | 'decline') => {
    setBusy(which);
    try {
      if (which === 'accept') {
        await matrix.acceptInvite(room.roomId);
      } else {
        await matrix.rejectInvite(room.roomId);
        onDeclined();
      }
    } catch (error) {
      showToast(errorText(error, t));
      setBusy(null);
    }
  };

  return (
    <section className={styles.card} aria-label={t('invite.title')} data-testid="invite-card">
      <Avatar id={room.directUserId ?? room.roomId} name={name} size={120} mxc={room.avatarUrl} />
      <h2 className={styles.name} dir="auto">
        {name}
      </h2>
      {inviter !== null && (
        <p>
          {t(room.directUserId === null ? 'invite.group' : 'invite.direct', { name: inviter.name })}
          <span className={styles.quiet}>{inviter.userId}</span>
        </p>
      )}
      {room.topic !== null && (
        <p className={styles.topic} dir="auto">
          {room.topic}
        </p>
      )}
      <div className={styles.answers}>
        <Button
          look="danger"
          isBusy={busy === 'decline'}
          disabled={busy !== null}
          onClick={() => void answer('decline')}
          data-testid="invite-card-decline"
        >
          {t('invite.decline')}
        </Button>
        <Button
          isBusy={busy === 'accept'}
          disabled={busy !== null}
          onClick={() => void answer('accept')}
          data-testid="invite-card-accept"
        >
          {t('invite.accept')}
        </Button>
      </div>
    </section>
  );
}
