'use client';

import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Composer } from '@/features/composer/Composer';
import { IdentityStrip } from '@/features/devices/IdentityStrip';
import { InviteCard } from '@/features/invites/InviteCard';
import { KnockCard } from '@/features/invites/KnockCard';
import { RequestsBar } from '@/features/room-info/RequestsBar';
import { LiveStrip } from '@/features/live/LiveStrip';
import { PlayerStrip } from '@/features/message/PlayerStrip';
import { RoomHeader } from '@/features/room-info/RoomHeader';
import { PinnedBar } from '@/features/timeline/PinnedBar';
import { SelectionBar } from '@/features/timeline/SelectionBar';
import { Timeline } from '@/features/timeline/Timeline';
import { useI18n } from '@/i18n/I18nProvider';
import { errorText } from '@/i18n/plain-words';
import { HOME } from '@/lib/route';
import { matrix } from '@/matrix/commands';
import type { RoomSummary } from '@/matrix/types';
import { useHasRooms, useRoom, useSelectedKeys } from '@/store/hooks';
import { Button } from '@/ui/Button';
import { TimelineSkeleton } from '@/ui/Skeleton';
import { showToast } from '@/ui/toast';
import { useHasKeyboard } from '@/ui/use-has-keyboard';
import { makeRoom } from './make-room';
import styles from './MiddleColumn.module.css';
import { Region } from './Region';
import { goUp, navigate, redirect } from './use-route';

const JumpToDateDialog = lazy(async () => ({
  default: (await import('@/features/timeline/dialogs/JumpToDateDialog')).JumpToDateDialog,
}));

const ExportDialog = lazy(async () => ({
  default: (await import('@/features/export/ExportDialog')).ExportDialog,
}));

interface MiddleColumnProps {
  readonly roomId: string | null;
  readonly hasBack: boolean;
  /** A message of the room to show. */
  readonly eventId: string | null;
}

const showInfo = () => navigate({ side: 'info', person: null, thread: null });
const showSearch = () => navigate({ side: 'search', person: null, thread: null });
const showRequests = () => navigate({ side: 'requests', person: null, thread: null });
const goHome = () => navigate(HOME);
const showEvent = (eventId: string) => redirect({ eventId });
const forgetEvent = () => redirect({ eventId: null });
const openThread = (thread: string) => navigate({ thread });

/** The open chat, or the words that there is none. */
export function MiddleColumn({ roomId, ...rest }: MiddleColumnProps) {
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
      <Room key={roomId} roomId={roomId} {...rest} />
    </Region>
  );
}

interface RoomProps extends MiddleColumnProps {
  readonly roomId: string;
}

function Room({ roomId, hasBack, eventId }: RoomProps) {
  const { t } = useI18n();
  const room = useRoom(roomId);
  const hasRooms = useHasRooms();
  const heading = useRef<HTMLHeadingElement>(null);
  const [isExporting, setIsExporting] = useState(false);
  const [isJumping, setIsJumping] = useState(false);
  // An on-screen keyboard must not jump up because a chat was opened.
  const hasKeyboard = useHasKeyboard();
  const isJoined = room?.membership === 'join';
  const maySend = isJoined && room.maySend;
  const selectedKeys = useSelectedKeys(roomId);

  const isMarked = room?.isMarkedUnread ?? false;
  useEffect(() => {
    // Looking at it takes the mark away; whoever sets it anew while it is open means it.
    if (isMarked) matrix.markUnread(roomId, false).catch(() => undefined);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [roomId]);

  useEffect(() => {
    if (!hasKeyboard || !maySend) heading.current?.focus({ preventScroll: true });
    // A keyboard that is put on or off later takes the focus from nothing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [maySend]);

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
        onExport={() => setIsExporting(true)}
        onJumpToDate={() => setIsJumping(true)}
        onCall={isJoined ? callIn(room) : null}
        onInfo={showInfo}
        onSearch={showSearch}
        headingRef={heading}
      />
      {isExporting && (
        <Suspense>
          <ExportDialog
            roomId={roomId}
            name={room.name ?? t('room.empty')}
            onClose={() => setIsExporting(false)}
          />
        </Suspense>
      )}
      {isJumping && (
        <Suspense>
          <JumpToDateDialog
            roomId={roomId}
            day={room.activityTs}
            onJump={showEvent}
            onClose={() => setIsJumping(false)}
          />
        </Suspense>
      )}
      <div ref={makeRoom} className={styles.strips}>
        {room.directUserId !== null && isJoined && <IdentityStrip userId={room.directUserId} />}
        <PlayerStrip />
        {isJoined && <PinnedBar room={room} onJump={showEvent} />}
        {isJoined && <LiveStrip roomId={roomId} />}
        {isJoined && <RequestsBar roomId={roomId} onShow={showRequests} />}
      </div>
      {isJoined ? (
        <Timeline
          roomId={roomId}
          targetEventId={eventId}
          onTargetShown={forgetEvent}
          onOpenThread={openThread}
        />
      ) : room.membership === 'knock' ? (
        <KnockCard room={room} onWithdrawn={goHome} />
      ) : (
        <InviteCard room={room} onDeclined={goHome} />
      )}
      {selectedKeys && <SelectionBar timelineId={roomId} keys={selectedKeys} />}
      {maySend && !selectedKeys && <Composer timelineId={roomId} hasKeyboard={hasKeyboard} />}
      {isJoined && !maySend && (
        <p className={styles.silenced} data-testid="composer-not-allowed">
          {t('composer.notAllowed')}
        </p>
      )}
    </>
  );
}

/** Calls the other person of a private chat; null in any other chat, and where the browser cannot. */
function callIn({ roomId, directUserId, maySend, joinedCount }: RoomSummary) {
  const canCall = 'RTCPeerConnection' in window && navigator.mediaDevices !== undefined;
  if (!canCall || directUserId === null || !maySend || joinedCount !== 2) return null;
  return (isVideo: boolean) =>
    void import('@/features/calls/desk').then(({ placeCall }) =>
      placeCall(roomId, directUserId, isVideo),
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
