'use client';

import { Pause, Play } from 'lucide-react';
import type { KeyboardEvent as ReactKeyboardEvent, PointerEvent as ReactPointerEvent } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { clock } from '@/lib/durations';
import { mediaUrl } from '@/lib/media-url';
import { parseTimelineId } from '@/lib/timeline-id';
import type { MessageItem, VoiceContent } from '@/matrix/types';
import { useMember } from '@/store/hooks';
import { useMessageActions } from './actions';
import { pause, play, seek, type Track, usePlayerOf } from './player';
import styles from './VoiceBody.module.css';

const BARS = 50;
const HEIGHT = 23;
const LEAST = 2;
const PITCH = 4;
const STEP_MS = 5_000;

interface VoiceBodyProps {
  readonly item: MessageItem;
  readonly content: VoiceContent;
}

/** Heights of the bars; where the sender tells none, all are low. */
function barHeights(waveform: readonly number[]): number[] {
  return Array.from({ length: BARS }, (_, bar) => {
    const from = Math.floor((bar * waveform.length) / BARS);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * waveform.length) / BARS));
    const loudest = Math.max(0, ...waveform.slice(from, to));
    return Math.max(LEAST, Math.round(loudest * HEIGHT));
  });
}

/** A voice message as something to be played; null where its file cannot be fetched. */
export function voiceTrack(item: MessageItem, title: string): Track | null {
  const { content } = item;
  if (content.kind !== 'voice') return null;
  const url = mediaUrl(content.file);
  return url === null
    ? null
    : { key: item.key, url, title, isVoice: true, durationMs: content.durationMs };
}

/** What somebody said, with its loudness to look at and to jump in. */
export function VoiceBody({ item, content }: VoiceBodyProps) {
  const { t } = useI18n();
  const { roomId } = parseTimelineId(useMessageActions().timelineId);
  const name = useMember(roomId, item.senderId)?.name ?? item.senderId;
  const player = usePlayerOf(item.key);
  const isCurrent = player.track !== null;
  const track = voiceTrack(item, name);
  const total = player.durationMs ?? content.durationMs ?? 0;
  const share = isCurrent && total > 0 ? player.atMs / total : 0;
  const heights = barHeights(content.waveform);
  const left = isCurrent && player.atMs > 0 ? total - player.atMs : total;

  const toggle = () => {
    if (player.isPlaying) pause();
    else if (track) play(track);
  };
  const seekTo = (next: number) => {
    if (!isCurrent && track) play(track);
    seek(Math.min(total, Math.max(0, next)));
  };
  const onPointer = (event: ReactPointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1 || total === 0) return;
    const { left: start, width } = event.currentTarget.getBoundingClientRect();
    seekTo(((event.clientX - start) / width) * total);
  };
  const onKeyDown = (event: ReactKeyboardEvent) => {
    const direction = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    seekTo(player.atMs + direction * STEP_MS);
  };

  return (
    <div className={styles.voice} data-testid="message-voice">
      <button
        type="button"
        className={styles.play}
        aria-label={t(player.isPlaying ? 'media.pause' : 'media.play')}
        onClick={toggle}
        data-testid="voice-play"
      >
        {player.isPlaying ? (
          <Pause aria-hidden="true" size={24} fill="currentColor" />
        ) : (
          <Play aria-hidden="true" size={24} fill="currentColor" />
        )}
      </button>
      <div className={styles.lines}>
        <div
          className={styles.wave}
          role="slider"
          tabIndex={0}
          aria-label={t('media.seek')}
          aria-valuemin={0}
          aria-valuemax={Math.round(total / 1000)}
          aria-valuenow={Math.round(player.atMs / 1000)}
          aria-valuetext={t('media.position', { at: clock(player.atMs), total: clock(total) })}
          onPointerDown={onPointer}
          onPointerMove={onPointer}
          onKeyDown={onKeyDown}
        >
          <svg viewBox={`0 0 ${BARS * PITCH} ${HEIGHT}`} aria-hidden="true">
            {heights.map((height, bar) => (
              <rect
                key={bar}
                x={bar * PITCH}
                y={HEIGHT - height}
                width={2}
                height={height}
                rx={1}
                data-played={bar < share * BARS}
              />
            ))}
          </svg>
        </div>
        <span className={styles.time}>{clock(left)}</span>
      </div>
    </div>
  );
}
