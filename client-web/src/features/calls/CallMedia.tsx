'use client';

import { useCallback } from 'react';

/** Gives an element the stream to play, and takes it away again. */
function useStream<T extends HTMLMediaElement>(stream: MediaStream | null) {
  return useCallback(
    (element: T | null) => {
      if (element === null) return;
      element.srcObject = stream;
      // A browser that wants a press first gets one with the next control.
      element.play().catch(() => undefined);
      return () => {
        element.srcObject = null;
      };
    },
    [stream],
  );
}

/** The other side, to be heard. */
export function CallSound({ stream }: { readonly stream: MediaStream | null }) {
  const play = useStream<HTMLAudioElement>(stream);
  return <audio ref={play} autoPlay data-testid="call-sound" />;
}

interface CallPictureProps {
  readonly stream: MediaStream | null;
  readonly className: string | undefined;
  readonly label: string;
  /** As in a mirror. */
  readonly isMirrored?: boolean;
  readonly 'data-testid'?: string;
}

/** Moving pictures without their sound. */
export function CallPicture(props: CallPictureProps) {
  const play = useStream<HTMLVideoElement>(props.stream);
  return (
    <video
      ref={play}
      className={props.className}
      data-mirrored={props.isMirrored === true}
      data-testid={props['data-testid']}
      aria-label={props.label}
      autoPlay
      playsInline
      muted
    />
  );
}
