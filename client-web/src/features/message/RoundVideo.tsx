'use client';

import { useRef, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { clock } from '@/lib/durations';
import { mediaUrl } from '@/lib/media-url';
import type { MessageItem, VideoContent } from '@/matrix/types';
import { useMediaReady } from '@/ui/media-ready';
import { pictureOf } from './picture';
import styles from './RoundVideo.module.css';

interface RoundVideoProps {
  readonly item: MessageItem;
  readonly content: VideoContent;
}

const RADIUS = 49;
const CIRCUMFERENCE = 2 * Math.PI * RADIUS;

/** A film somebody recorded of themselves, as a circle: silent until it is pressed. */
export function RoundVideo({ item, content }: RoundVideoProps) {
  const { t } = useI18n();
  const film = useRef<HTMLVideoElement>(null);
  const [isLoud, setIsLoud] = useState(false);
  const [share, setShare] = useState(0);
  const isReady = useMediaReady();
  const src = mediaUrl(content.file);

  const toggle = () => {
    const video = film.current;
    if (video === null) return;
    if (isLoud) {
      video.pause();
    } else {
      video.currentTime = 0;
      video.play().catch(() => undefined);
    }
    setIsLoud(!isLoud);
  };

  return (
    <button
      type="button"
      className={styles.round}
      aria-label={t(isLoud ? 'media.pause' : 'media.play')}
      onClick={toggle}
      data-event-id={item.eventId ?? undefined}
      data-testid="message-round-video"
    >
      {isReady && src !== null && (
        <video
          ref={film}
          className={styles.film}
          src={src}
          poster={pictureOf(content) ?? undefined}
          muted={!isLoud}
          autoPlay={!matchMedia('(prefers-reduced-motion: reduce)').matches}
          loop={!isLoud}
          playsInline
          onTimeUpdate={({ currentTarget: { currentTime, duration } }) =>
            setShare(duration > 0 ? currentTime / duration : 0)
          }
          onEnded={() => setIsLoud(false)}
        />
      )}
      {isLoud && (
        <svg className={styles.ring} viewBox="0 0 100 100" aria-hidden="true">
          <circle
            cx="50"
            cy="50"
            r={RADIUS}
            strokeDasharray={`${share * CIRCUMFERENCE} ${CIRCUMFERENCE}`}
          />
        </svg>
      )}
      {content.durationMs !== null && (
        <span className={styles.time}>{clock(content.durationMs)}</span>
      )}
    </button>
  );
}
