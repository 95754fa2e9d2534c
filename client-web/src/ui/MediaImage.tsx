'use client';

import { ImageOff } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { decodeBlurHash } from '@/lib/blurhash';
import { useMediaReady } from './media-ready';
import styles from './MediaImage.module.css';

const HASH_EDGE = 32;

interface MediaImageProps {
  /** An address on this origin; null where there is none. */
  readonly src: string | null;
  readonly alt: string;
  readonly blurHash: string | null;
  /** Fills its box and is cut to it, rather than standing within. */
  readonly isCover?: boolean;
  readonly onLoad?: () => void;
}

/** A picture in a box of a size that is known before it comes: until then its blurred colours. */
export function MediaImage({ src, alt, blurHash, isCover = false, onLoad }: MediaImageProps) {
  const isReady = useMediaReady();
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading');
  const [attempt, setAttempt] = useState(0);
  const isWanted = src !== null && (isReady || src.startsWith('blob:'));

  return (
    <span className={styles.frame} data-cover={isCover} data-state={state}>
      {state !== 'shown' && blurHash !== null && <Blurred hash={blurHash} />}
      {isWanted && state !== 'failed' && (
        // eslint-disable-next-line @next/next/no-img-element -- the service worker gives it
        <img
          key={attempt}
          className={styles.image}
          src={src}
          alt={alt}
          draggable={false}
          decoding="async"
          onLoad={() => {
            setState('shown');
            onLoad?.();
          }}
          onError={() => setState('failed')}
        />
      )}
      {(state === 'failed' || src === null) && (
        <Failed
          onRetry={() => {
            setAttempt(attempt + 1);
            setState('loading');
          }}
        />
      )}
    </span>
  );
}

/** Tries again by itself when the network is back, and when it is looked at anew. */
function Failed({ onRetry }: { readonly onRetry: () => void }): ReactNode {
  const retry = useRef(onRetry);
  useEffect(() => {
    retry.current = onRetry;
  });
  useEffect(() => {
    const again = () => retry.current();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, []);
  return <ImageOff className={styles.failed} aria-hidden="true" size={32} />;
}

function Blurred({ hash }: { readonly hash: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const pixels = decodeBlurHash(hash, HASH_EDGE, HASH_EDGE);
    const context = canvas.current?.getContext('2d');
    if (pixels === null || !context) return;
    context.putImageData(new ImageData(pixels, HASH_EDGE, HASH_EDGE), 0, 0);
  }, [hash]);
  return (
    <canvas
      ref={canvas}
      className={styles.blurred}
      width={HASH_EDGE}
      height={HASH_EDGE}
      aria-hidden="true"
    />
  );
}
