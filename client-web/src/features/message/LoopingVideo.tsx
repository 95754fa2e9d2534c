'use client';

import { useEffect, useRef } from 'react';
import { mediaUrl } from '@/lib/media-url';
import type { VideoContent } from '@/matrix/types';
import { useMediaReady } from '@/ui/media-ready';
import { pictureOf } from './picture';
import styles from './LoopingVideo.module.css';

const SEEN = 0.5;

/** A short silent film over and over, while it is in view and nobody wants less motion. */
export function LoopingVideo({ content }: { readonly content: VideoContent }) {
  const film = useRef<HTMLVideoElement>(null);
  const isReady = useMediaReady();
  const src = mediaUrl(content.file);

  useEffect(() => {
    const video = film.current;
    if (video === null || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        // Playing may be forbidden or be cut off by pausing: then it stands still.
        if (entry?.isIntersecting) video.play().catch(() => undefined);
        else video.pause();
      },
      { threshold: SEEN },
    );
    observer.observe(video);
    return () => observer.disconnect();
  }, [isReady]);

  if (!isReady || src === null) return null;
  return (
    <video
      ref={film}
      className={styles.film}
      src={src}
      poster={pictureOf(content) ?? undefined}
      muted
      loop
      playsInline
      preload="metadata"
    />
  );
}
