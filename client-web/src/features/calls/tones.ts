/** What is heard while somebody calls, made here: no file to fetch, nothing to license. */

interface Pattern {
  readonly hertz: readonly number[];
  /** How long each of them is heard, in seconds. */
  readonly eachS: number;
  readonly everyMs: number;
  readonly loudness: number;
}

const patterns = {
  /** Somebody calls us. */
  ring: { hertz: [659.25, 783.99, 987.77, 783.99], eachS: 0.18, everyMs: 2_000, loudness: 0.14 },
  /** It rings at the other side. */
  ringback: { hertz: [440], eachS: 0.9, everyMs: 3_000, loudness: 0.05 },
} as const satisfies Record<string, Pattern>;

/** Begins to be heard, once for all tabs; the result ends it. */
export function startTone(name: keyof typeof patterns): () => void {
  const pattern = patterns[name];
  const ending = new AbortController();
  const begin = () =>
    new Promise<void>((resolve) => {
      const context = new AudioContext();
      const play = () => void (context.state === 'running' && playOnce(context, pattern));
      // Without a press before it the browser may keep it silent until there is one.
      void context.resume().then(play, () => undefined);
      const timer = setInterval(play, pattern.everyMs);
      ending.signal.addEventListener('abort', () => {
        clearInterval(timer);
        void context.close();
        resolve();
      });
    });
  const options = { ifAvailable: true };
  void navigator.locks?.request(`heliograph-${name}`, options, (lock) =>
    lock && !ending.signal.aborted ? begin() : undefined,
  );
  return () => ending.abort();
}

function playOnce(context: AudioContext, { hertz, eachS, loudness }: Pattern): void {
  for (const [index, frequency] of hertz.entries()) {
    const start = context.currentTime + index * eachS;
    const tone = new OscillatorNode(context, { type: 'sine', frequency });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(loudness, start + 0.02);
    volume.gain.setValueAtTime(loudness, start + eachS * 0.7);
    volume.gain.linearRampToValueAtTime(0, start + eachS);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + eachS);
  }
}
