'use client';

import { Mic, Pause, SendHorizontal, Trash2 } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import { clock } from '@/lib/durations';
import { IconButton } from '@/ui/IconButton';
import type { Recorder } from './recorder';
import styles from './VoiceBar.module.css';

/** The latest moments that are drawn. */
const BARS_SHOWN = 60;

interface VoiceBarProps {
  readonly recorder: Recorder;
  readonly onCancel: () => void;
  readonly onSend: () => void;
}

/** What is being recorded, in place of the field. */
export function VoiceBar({ recorder, onCancel, onSend }: VoiceBarProps) {
  const { t } = useI18n();
  const { isPaused } = recorder;
  const bars = recorder.loudness.slice(-BARS_SHOWN);
  return (
    <div className={styles.bar} data-testid="voice-bar">
      <IconButton
        icon={Trash2}
        label={t('voice.cancel')}
        onClick={onCancel}
        data-testid="voice-cancel"
      />
      <span className={styles.dot} data-paused={isPaused} aria-hidden="true" />
      <span className={styles.time} role="timer" aria-label={t('voice.recording')}>
        {clock(recorder.durationMs)}
      </span>
      <svg
        className={styles.wave}
        viewBox={`0 0 ${BARS_SHOWN * 4} 24`}
        preserveAspectRatio="xMaxYMid meet"
        aria-hidden="true"
      >
        {bars.map((level, index) => {
          const height = Math.max(2, level * 23);
          const x = (BARS_SHOWN - bars.length + index) * 4;
          return <rect key={index} x={x} y={12 - height / 2} width="2" height={height} rx="1" />;
        })}
      </svg>
      <IconButton
        icon={isPaused ? Mic : Pause}
        label={t(isPaused ? 'voice.resume' : 'voice.pause')}
        onClick={() => (isPaused ? recorder.resume() : recorder.pause())}
        data-testid="voice-pause"
      />
      <IconButton
        className={styles.send}
        icon={SendHorizontal}
        isDirectional
        label={t('composer.send')}
        onClick={onSend}
        data-testid="voice-send"
      />
    </div>
  );
}
