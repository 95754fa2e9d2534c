'use client';

import { useEffect, useRef, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import type { OutgoingFile } from '@/matrix/types';
import { showToast } from '@/ui/toast';
import { Recorder, type Recording } from './recorder';
import { toBars } from './waveform';

const BARS = 100;
/** Shorter is a slip of the finger. */
const SHORTEST_MS = 500;

export interface VoiceRecording {
  /** Null while nothing is recorded. */
  readonly recorder: Recorder | null;
  readonly start: () => Promise<void>;
  readonly cancel: () => void;
  /** Null where there is nothing worth sending. */
  readonly finish: () => Promise<OutgoingFile | null>;
}

/** Records one voice message at a time; it ends with the conversation. */
export function useRecorder(): VoiceRecording {
  const { t } = useI18n();
  const [recorder, setRecorder] = useState<Recorder | null>(null);
  const [, setMeasured] = useState(0);
  const current = useRef<Recorder | null>(null);
  const isWanted = useRef(false);

  useEffect(
    () => () => {
      isWanted.current = false;
      current.current?.cancel();
    },
    [],
  );

  const put = (next: Recorder | null) => {
    current.current = next;
    setRecorder(next);
  };

  const cancel = () => {
    isWanted.current = false;
    current.current?.cancel();
    put(null);
  };

  const start = async () => {
    isWanted.current = true;
    try {
      const started = await Recorder.start(() => setMeasured((count) => count + 1));
      // The finger may have left, or the chat, before the microphone was there.
      if (isWanted.current) put(started);
      else started.cancel();
    } catch (error) {
      const isRefused = error instanceof DOMException && error.name === 'NotAllowedError';
      showToast(t(isRefused ? 'voice.refused' : 'voice.noMicrophone'));
    }
  };

  const finish = async () => {
    isWanted.current = false;
    const ended = current.current;
    put(null);
    if (ended === null) return null;
    const recording = await ended.finish();
    return recording.durationMs < SHORTEST_MS ? null : toFile(recording, t('voice.name'));
  };

  return { recorder, start, cancel, finish };
}

function toFile({ blob, durationMs, loudness }: Recording, name: string): OutgoingFile {
  const [, ending = 'webm'] = blob.type.split('/');
  return {
    kind: 'voice',
    blob,
    name: `${name}.${ending}`,
    mimetype: blob.type,
    width: null,
    height: null,
    durationMs,
    waveform: toBars(loudness, BARS),
    blurhash: null,
    thumbnail: null,
    isAnimated: false,
    caption: null,
  };
}
