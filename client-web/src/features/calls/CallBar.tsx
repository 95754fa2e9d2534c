'use client';

import { Maximize2, Mic, MicOff, PhoneOff } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { IconButton } from '@/ui/IconButton';
import { useNow } from '@/ui/use-now';
import type { CallView } from './call';
import styles from './CallBar.module.css';
import { hangUp, setMuted } from './desk';
import { type Other, stateText } from './words';

const SECOND_MS = 1_000;

interface CallBarProps {
  readonly call: CallView;
  readonly other: Other;
  readonly onMaximise: () => void;
}

/** A call that goes on while one looks at something else. */
export function CallBar({ call, other, onMaximise }: CallBarProps) {
  const { t } = useI18n();
  const now = useNow(SECOND_MS);
  const bar = useRef<HTMLElement>(null);
  useLayoutEffect(() => bar.current?.showPopover(), []);
  return (
    <section
      ref={bar}
      popover="manual"
      className={styles.bar}
      aria-label={t('calls.screen', { name: other.name })}
      data-call-bar
      data-testid="call-bar"
    >
      <IconButton
        className={styles.button}
        iconSize={20}
        icon={call.isMuted ? MicOff : Mic}
        label={t(call.isMuted ? 'calls.unmute' : 'calls.mute')}
        aria-pressed={call.isMuted}
        onClick={() => setMuted(!call.isMuted)}
      />
      <button
        type="button"
        className={styles.about}
        title={t('calls.maximise')}
        onClick={onMaximise}
        data-testid="call-maximise"
      >
        <Maximize2 size={16} aria-hidden="true" />
        <span className={styles.name} dir="auto">
          {other.name}
        </span>
        <span className={styles.state}>{stateText(call, now, t)}</span>
      </button>
      <IconButton
        className={styles.button}
        iconSize={20}
        icon={PhoneOff}
        label={t('calls.hangUp')}
        onClick={hangUp}
        data-testid="call-bar-hang-up"
      />
    </section>
  );
}
