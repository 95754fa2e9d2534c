'use client';

import { MicOff, Minimize2 } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { peerColour } from '@/lib/peer';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/IconButton';
import { useNow } from '@/ui/use-now';
import type { CallView } from './call';
import { CallControls } from './CallControls';
import { CallPicture } from './CallMedia';
import styles from './CallScreen.module.css';
import { type Other, stateText } from './words';

const SECOND_MS = 1_000;
const IDLE_MS = 3_000;

interface CallScreenProps {
  readonly call: CallView;
  readonly other: Other;
  readonly onMinimise: () => void;
}

/** A call over the whole window: the other side, ourselves in the corner, and what can be done. */
export function CallScreen({ call, other, onMinimise }: CallScreenProps) {
  const { t } = useI18n();
  const now = useNow(SECOND_MS);
  const dialog = useRef<HTMLDialogElement>(null);
  const hasPicture = call.hasOtherVideo && call.remote !== null;
  const [isIdle, stir] = useIdle();
  const { name, peerId, avatarUrl } = other;

  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    element?.focus();
    return () => element?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      className={styles.screen}
      tabIndex={-1}
      data-peer={peerColour(peerId)}
      data-picture={hasPicture}
      data-idle={isIdle && hasPicture}
      data-phase={call.phase}
      data-testid="call-screen"
      aria-label={t('calls.screen', { name })}
      onPointerMove={stir}
      onKeyDown={stir}
      onCancel={(event) => {
        event.preventDefault();
        onMinimise();
      }}
    >
      {hasPicture && (
        <CallPicture
          className={styles.picture}
          stream={call.remote}
          label={name}
          data-testid="call-picture"
        />
      )}
      <header className={styles.head}>
        <IconButton
          className={styles.control}
          icon={Minimize2}
          label={t('calls.minimise')}
          onClick={onMinimise}
          data-testid="call-minimise"
        />
      </header>
      <div className={styles.about}>
        {!hasPicture && (
          <span className={styles.avatar} data-pulse={call.phase === 'ringing'}>
            <Avatar id={peerId} name={name} size={120} mxc={avatarUrl} />
          </span>
        )}
        <h2 className={styles.name} dir="auto">
          {name}
        </h2>
        <p className={styles.state} role="timer" data-testid="call-state">
          {stateText(call, now, t)}
        </p>
        {call.isOtherMuted && call.phase === 'connected' && (
          <p className={styles.note}>
            <MicOff size={16} aria-hidden="true" />
            {t('calls.otherMuted', { name })}
          </p>
        )}
      </div>
      {call.video !== 'none' && (
        <CallPicture
          className={styles.self}
          stream={call.local}
          label={t('calls.self')}
          isMirrored={call.video === 'camera'}
          data-testid="call-self"
        />
      )}
      <CallControls call={call} />
    </dialog>
  );
}

/** True when nobody has moved for a while; the second stirs. */
function useIdle(): readonly [boolean, () => void] {
  const [isIdle, setIsIdle] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stir = () => {
    setIsIdle(false);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setIsIdle(true), IDLE_MS);
  };
  useEffect(() => {
    timer.current = setTimeout(() => setIsIdle(true), IDLE_MS);
    return () => clearTimeout(timer.current);
  }, []);
  return [isIdle, stir];
}
