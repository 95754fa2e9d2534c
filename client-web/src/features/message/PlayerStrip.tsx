'use client';

import { Pause, Play, X } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import { clock } from '@/lib/durations';
import { IconButton } from '@/ui/IconButton';
import { sliderShare } from '@/ui/slider-share';
import { nextRate, pause, play, seek, stop, usePlayer } from './player';
import styles from './PlayerStrip.module.css';

/** What is being played, wherever one is; null while nothing is. */
export function PlayerStrip() {
  const { t } = useI18n();
  const { track, isPlaying, atMs, durationMs, rate } = usePlayer();
  if (track === null) return null;
  const total = durationMs ?? 0;
  return (
    <section className={styles.strip} aria-label={t('media.player')} data-testid="player-strip">
      <IconButton
        icon={isPlaying ? Pause : Play}
        iconSize={20}
        label={t(isPlaying ? 'media.pause' : 'media.play')}
        onClick={() => (isPlaying ? pause() : play(track))}
      />
      <span className={styles.lines}>
        <span className={styles.title} dir="auto">
          {track.title}
        </span>
        <span className={styles.time}>
          {t('media.position', { at: clock(atMs), total: clock(total) })}
        </span>
      </span>
      {track.isVoice && (
        <button
          type="button"
          className={styles.rate}
          aria-label={t('media.speed', { rate })}
          onClick={nextRate}
          data-testid="player-rate"
        >
          {rate}×
        </button>
      )}
      <IconButton icon={X} iconSize={20} label={t('media.stop')} onClick={stop} />
      <input
        className={styles.seek}
        style={sliderShare(atMs, total)}
        type="range"
        min={0}
        max={Math.max(1, Math.round(total))}
        value={Math.round(atMs)}
        aria-label={t('media.seek')}
        aria-valuetext={t('media.position', { at: clock(atMs), total: clock(total) })}
        onChange={(event) => seek(Number(event.target.value))}
      />
    </section>
  );
}
