'use client';

import { Lock, Mic } from 'lucide-react';
import { type PointerEvent as ReactPointerEvent, useRef, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { IconButton } from '@/ui/IconButton';
import styles from './MicButton.module.css';

/** A shorter press is a click, which records until it is sent. */
const HOLD_MS = 300;
const CANCEL_AT_PX = 90;
const LOCK_AT_PX = 70;

interface MicButtonProps {
  /** The bar of the recording has taken its place; the finger may still be on it. */
  readonly isRecording: boolean;
  readonly onStart: () => void;
  readonly onCancel: () => void;
  readonly onSend: () => void;
}

interface Press {
  readonly at: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Begins a voice message. A click records until it is sent. Held, it sends when it is let go; moved towards the start it gives
 * up, moved upwards it goes on by itself.
 */
export function MicButton({ isRecording, onStart, onCancel, onSend }: MicButtonProps) {
  const { t } = useI18n();
  const press = useRef<Press | null>(null);
  const [isHeld, setIsHeld] = useState(false);

  const end = () => {
    press.current = null;
    setIsHeld(false);
  };

  const onPointerDown = (event: ReactPointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    press.current = { at: performance.now(), x: event.clientX, y: event.clientY };
    setIsHeld(true);
    onStart();
  };

  const onPointerMove = ({ clientX, clientY, currentTarget }: ReactPointerEvent<HTMLElement>) => {
    if (press.current === null) return;
    const isRightToLeft = getComputedStyle(currentTarget).direction === 'rtl';
    const towardsStart = (clientX - press.current.x) * (isRightToLeft ? 1 : -1);
    if (towardsStart > CANCEL_AT_PX) {
      end();
      onCancel();
    } else if (press.current.y - clientY > LOCK_AT_PX) {
      end();
    }
  };

  const onPointerUp = () => {
    if (press.current === null) return;
    const isHold = performance.now() - press.current.at > HOLD_MS;
    end();
    if (isHold) onSend();
  };

  return (
    <span className={styles.slot} data-recording={isRecording} inert={isRecording && !isHeld}>
      {isHeld && (
        <span className={styles.lock} aria-hidden="true">
          <Lock size={20} />
        </span>
      )}
      <IconButton
        icon={Mic}
        label={t('voice.record')}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => {
          if (press.current === null) return;
          end();
          onCancel();
        }}
        onClick={(event) => {
          // A press of a key has no pointer.
          if (event.detail === 0) onStart();
        }}
        data-testid="voice-record"
      />
    </span>
  );
}
