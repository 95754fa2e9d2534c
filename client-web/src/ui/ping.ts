/** Two short notes, made here: no file to fetch, nothing to license. */
const notes = [
  { hertz: 880, startS: 0, lengthS: 0.12 },
  { hertz: 1174.66, startS: 0.09, lengthS: 0.22 },
];
const loudness = 0.12;

let context: AudioContext | null = null;

/** Does nothing where the browser wants a press first: a sound that comes late is worse than none. */
export function playPing(): void {
  context ??= new AudioContext();
  if (context.state !== 'running') {
    void context.resume();
    return;
  }
  for (const { hertz, startS, lengthS } of notes) {
    const start = context.currentTime + startS;
    const tone = new OscillatorNode(context, { type: 'sine', frequency: hertz });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(loudness, start + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + lengthS);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + lengthS);
  }
}
