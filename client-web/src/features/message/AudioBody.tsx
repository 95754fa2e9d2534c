'use client';

import { Pause, Play } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import { clock } from '@/lib/durations';
import { fileSize } from '@/lib/file-size';
import { mediaUrl } from '@/lib/media-url';
import type { AudioContent, MessageItem } from '@/matrix/types';
import { sliderShare } from '@/ui/slider-share';
import styles from './AudioBody.module.css';
import { pause, play, seek, usePlayerOf } from './player';

interface AudioBodyProps {
  readonly item: MessageItem;
  readonly content: AudioContent;
}

/** Music: played here, with its place in it to be chosen. */
export function AudioBody({ item, content }: AudioBodyProps) {
  const { t, locale } = useI18n();
  const player = usePlayerOf(item.key);
  const isCurrent = player.track !== null;
  const url = mediaUrl(content.file);
  const title = content.name === '' ? t('message.file') : content.name;
  const total = player.durationMs ?? content.durationMs;

  const toggle = () => {
    if (player.isPlaying) return pause();
    if (url === null) return;
    play({ key: item.key, url, title, isVoice: false, durationMs: content.durationMs });
  };
  const facts = [
    isCurrent
      ? `${clock(player.atMs)} / ${clock(total ?? 0)}`
      : total === null
        ? null
        : clock(total),
    content.file.size === null ? null : fileSize(content.file.size, locale),
  ];

  return (
    <div className={styles.audio} data-testid="message-audio">
      <button
        type="button"
        className={styles.play}
        aria-label={t(player.isPlaying ? 'media.pause' : 'media.play')}
        onClick={toggle}
      >
        {player.isPlaying ? (
          <Pause aria-hidden="true" size={24} fill="currentColor" />
        ) : (
          <Play aria-hidden="true" size={24} fill="currentColor" />
        )}
      </button>
      <div className={styles.lines}>
        <b className={styles.title} dir="auto">
          {title}
        </b>
        {isCurrent && total !== null ? (
          <input
            className={styles.seek}
            style={sliderShare(player.atMs, total)}
            type="range"
            min={0}
            max={Math.round(total)}
            value={Math.round(player.atMs)}
            aria-label={t('media.seek')}
            aria-valuetext={t('media.position', { at: clock(player.atMs), total: clock(total) })}
            onChange={(event) => seek(Number(event.target.value))}
          />
        ) : null}
        <span className={styles.facts}>{facts.filter((fact) => fact !== null).join(' · ')}</span>
      </div>
    </div>
  );
}
