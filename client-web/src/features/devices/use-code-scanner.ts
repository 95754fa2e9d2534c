'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';
import { readQr } from '@/lib/qr/read';

/** Often enough for a hand that holds still for a moment. */
const lookEveryMs = 200;
/** Finer pictures take longer and show a code of this size no better. */
const widest = 640;

interface Scanner {
  readonly video: RefObject<HTMLVideoElement | null>;
  /** `failed`: there is no camera, or the person said no. */
  readonly state: 'opening' | 'looking' | 'failed';
}

/** Looks through the camera until it goes; each code that is seen is told, again and again while it stays in view. */
export function useCodeScanner(onCode: (code: Uint8Array) => void): Scanner {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<Scanner['state']>('opening');
  const tell = useRef(onCode);
  useEffect(() => {
    tell.current = onCode;
  });

  useEffect(() => {
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setInterval> | null = null;
    let isOver = false;
    const open = async () => {
      const opened = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1280 } },
      });
      stream = opened;
      const element = video.current;
      if (isOver || !element) return stop(opened);
      element.srcObject = opened;
      await element.play();
      setState('looking');
      const look = looker(element);
      timer = setInterval(() => {
        const code = look();
        if (code) tell.current(code);
      }, lookEveryMs);
    };
    open().catch(() => {
      if (!isOver) setState('failed');
    });
    return () => {
      isOver = true;
      if (timer) clearInterval(timer);
      if (stream) stop(stream);
    };
  }, []);

  return { video, state };
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function looker(video: HTMLVideoElement): () => Uint8Array | null {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return () => {
    const scale = Math.min(1, widest / Math.max(1, video.videoWidth));
    const width = Math.round(video.videoWidth * scale);
    const height = Math.round(video.videoHeight * scale);
    if (!context || width === 0 || height === 0) return null;
    canvas.width = width;
    canvas.height = height;
    context.drawImage(video, 0, 0, width, height);
    return readQr(context.getImageData(0, 0, width, height));
  };
}
