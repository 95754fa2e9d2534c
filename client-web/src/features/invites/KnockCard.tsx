'use client';

import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import type { RoomSummary } from '@/matrix/types';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import styles from './InviteCard.module.css';

interface KnockCardProps {
  readonly room: RoomSummary;
  readonly onWithdrawn: () => void;
}

/** A chat that one has asked to be let into, until somebody answers. */
export function KnockCard({ room, onWithdrawn }: KnockCardProps) {
  const { t } = useI18n();
  const { isBusy, failure, run } = useAction();
  const name = room.name ?? t('room.empty');
  const withdraw = async () => {
    if (await run(() => matrix.rejectInvite(room.roomId))) onWithdrawn();
  };
  return (
    <section className={styles.card} aria-label={t('knock.title')} data-testid="knock-card">
      <Avatar id={room.roomId} name={name} size={120} mxc={room.avatarUrl} />
      <h2 className={styles.name} dir="auto">
        {name}
      </h2>
      <p>{t('knock.waiting')}</p>
      {failure !== undefined && <p role="alert">{failure}</p>}
      <Button
        look="text"
        isBusy={isBusy}
        onClick={() => void withdraw()}
        data-testid="knock-withdraw"
      >
        {t('knock.withdraw')}
      </Button>
    </section>
  );
}
