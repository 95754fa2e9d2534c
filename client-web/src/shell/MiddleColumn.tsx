'use client';

import { useEffect, useRef, useState } from 'react';
import { Composer } from '@/features/composer/Composer';
import { InviteCard } from '@/features/invites/InviteCard';
import { RoomHeader } from '@/features/room-info/RoomHeader';
import { Timeline } from '@/features/timeline/Timeline';
import { useI18n } from '@/i18n/I18nProvider';
import { errorText } from '@/i18n/plain-words';
import { matrix } from '@/matrix/commands';
import { useHasRooms, useRoom } from '@/store/hooks';
import { Button } from '@/ui/Button';
import { TimelineSkeleton } from '@/ui/Skeleton';
import { showToast } from '@/ui/toast';
import styles from './MiddleColumn.module.css';
import { Region } from './Region';
import { goUp, navigate } from './use-route';

interface MiddleColumnProps {
  readonly roomId: string | null;
  readonly hasBack: boolean;
  readonly onSent: () => void;
}

const goHome = () => navigate({ roomId: null, panel: 'chats' });

/** The open chat, or the words that there is none. */
export function MiddleColumn({ roomId, hasBack, onSent }: MiddleColumnProps) {
  const { t } = useI18n();
  if (roomId === null) {
    return (
      <p className={styles.none} data-testid="no-chat">
        {t('room.none')}
      </p>
    );
  }
  return (
    <Region resetKey={roomId}>
      <Room key={roomId} roomId={roomId} hasBack={hasBack} onSent={onSent} />
    </Region>
  );
}

interface RoomProps extends MiddleColumnProps {
  readonly roomId: string;
}

function Room({ roomId, hasBack, onSent }: RoomProps) {
  const { t } = useI18n();
  const room = useRoom(roomId);
  const hasRooms = useHasRooms();
  const heading = useRef<HTMLHeadingElement>(null);
  // An on-screen keyboard must not jump up because a chat was opened.
  const hasKeyboard = matchMedia('(pointer: fine)').matches;
  const isJoined = room?.membership === 'join';
  const maySend = isJoined && room.maySend;

  useEffect(() => {
    if (!hasKeyboard || !maySend) heading.current?.focus({ preventScroll: true });
  }, [hasKeyboard, maySend]);

  if (room === null) {
    if (hasRooms) return <UnknownRoom roomId={roomId} />;
    return (
      <div className={styles.loading}>
        <TimelineSkeleton />
      </div>
    );
  }
  return (
    <>
      <RoomHeader
        room={room}
        hasBack={hasBack}
        onBack={goUp}
        onLeft={goHome}
        headingRef={heading}
      />
      {isJoined ? <Timeline roomId={roomId} /> : <InviteCard room={room} onDeclined={goHome} />}
      {maySend && <Composer roomId={roomId} hasKeyboard={hasKeyboard} onSent={onSent} />}
      {isJoined && !maySend && (
        <p className={styles.silenced} data-testid="composer-not-allowed">
          {t('composer.notAllowed')}
        </p>
      )}
    </>
  );
}

function UnknownRoom({ roomId }: { readonly roomId: string }) {
  const { t } = useI18n();
  const [isBusy, setIsBusy] = useState(false);
  const join = async () => {
    setIsBusy(true);
    try {
      await matrix.joinRoom(roomId);
    } catch (error) {
      showToast(errorText(error, t));
      setIsBusy(false);
    }
  };
  return (
    <section className={styles.card} data-testid="unknown-room">
      <h1 className={styles.cardTitle}>{t('room.unknown')}</h1>
      <p>{t('room.unknownHint')}</p>
      <div className={styles.actions}>
        <Button look="text" onClick={goHome}>
          {t('app.backToChats')}
        </Button>
        <Button isBusy={isBusy} onClick={() => void join()}>
          {t('room.join')}
        </Button>
      </div>
    </section>
  );
}
