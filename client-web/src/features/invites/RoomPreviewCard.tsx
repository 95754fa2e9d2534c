'use client';

import { useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import type { RoomPreview } from '@/matrix/types';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/TextField';
import { showToast } from '@/ui/toast';
import styles from './JoinPanel.module.css';

const askingRules = new Set(['knock', 'knock_restricted']);

interface RoomPreviewCardProps {
  /** By which it was found, with the servers that know it. */
  readonly link: string;
  readonly preview: RoomPreview;
  readonly onOpenRoom: (roomId: string) => void;
}

/** A room as it shows itself to strangers, with the way in. */
export function RoomPreviewCard({ link, preview, onOpenRoom }: RoomPreviewCardProps) {
  const { t } = useI18n();
  const [isBusy, setIsBusy] = useState(false);
  const [reason, setReason] = useState('');
  const name = preview.name ?? preview.alias ?? preview.roomId;
  const isIn = preview.membership === 'join';
  const mayAsk = askingRules.has(preview.joinRule ?? '') && preview.membership !== 'invite';
  const isClosed = preview.joinRule === 'invite' && preview.membership !== 'invite';

  const enter = async () => {
    setIsBusy(true);
    try {
      if (isIn) onOpenRoom(preview.roomId);
      else if (mayAsk) {
        await matrix.knock(link, reason.trim());
        showToast(t('join.asked'));
      } else onOpenRoom(await matrix.joinRoom(link));
    } catch (error) {
      showToast(errorText(error, t));
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <article className={styles.card} data-testid="room-preview">
      <Avatar
        id={preview.roomId}
        name={name}
        size={120}
        mxc={preview.avatarUrl}
        isSquare={preview.isSpace}
      />
      <h3 className={styles.name} dir="auto">
        {name}
      </h3>
      <p className={styles.quiet}>{t('room.members', { count: preview.memberCount })}</p>
      {preview.topic !== null && <p dir="auto">{preview.topic}</p>}
      {mayAsk && !isIn && (
        <TextField
          label={t('join.reason')}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
          data-testid="join-reason"
        />
      )}
      {isClosed && !isIn ? (
        <p className={styles.quiet}>{t('join.closed')}</p>
      ) : (
        <Button isBusy={isBusy} onClick={() => void enter()} data-testid="join-enter">
          {t(isIn ? 'join.open' : mayAsk ? 'join.ask' : 'room.join')}
        </Button>
      )}
    </article>
  );
}
