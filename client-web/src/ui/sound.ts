import { type Note, type Sound, SOUNDS } from '@/lib/sounds';

/** A square is louder to the ear than a sine of the same height. */
const loudness: Readonly<Record<OscillatorType, number>> = {
  sine: 0.12,
  triangle: 0.16,
  square: 0.03,
  sawtooth: 0.03,
  custom: 0.1,
};

let context: AudioContext | null = null;

/** Does nothing where the browser wants a press first: a sound that comes late is worse than none. */
export function playSound(sound: Sound): void {
  context ??= new AudioContext();
  if (context.state !== 'running') {
    void context.resume();
    return;
  }
  const notes: readonly Note[] = SOUNDS[sound];
  for (const { hertz, startS, lengthS, wave = 'sine' } of notes) {
    const start = context.currentTime + startS;
    const tone = new OscillatorNode(context, { type: wave, frequency: hertz });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(loudness[wave], start + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + lengthS);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + lengthS);
  }
}
