/** Records the voice. Holds the microphone only while it records. */
import { loudness } from './waveform';

/** Opus in whatever the browser can wrap it. */
const TYPES = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4'] as const;
const MEASURE_EVERY_MS = 50;

export interface Recording {
  readonly blob: Blob;
  readonly durationMs: number;
  /** From 0 to 1, one for each moment. */
  readonly loudness: readonly number[];
}

/** False where the browser cannot record, or must not since the page came over an open line. */
export function canRecord(): boolean {
  return typeof MediaRecorder !== 'undefined' && navigator.mediaDevices !== undefined;
}

export class Recorder {
  readonly #chunks: Blob[] = [];
  readonly #measured: number[] = [];
  readonly #samples: Float32Array<ArrayBuffer>;
  readonly #timer: ReturnType<typeof setInterval>;
  #runMs = 0;
  #resumedAt = performance.now();

  private constructor(
    private readonly stream: MediaStream,
    private readonly media: MediaRecorder,
    private readonly context: AudioContext,
    private readonly analyser: AnalyserNode,
    private readonly onMeasure: () => void,
  ) {
    this.#samples = new Float32Array(analyser.fftSize);
    media.addEventListener('dataavailable', ({ data }) => this.#chunks.push(data));
    media.start(1_000);
    this.#timer = setInterval(() => this.#measure(), MEASURE_EVERY_MS);
  }

  /** Asks for the microphone; rejects as the browser does when it is refused or missing. */
  static async start(onMeasure: () => void): Promise<Recorder> {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const media = new MediaRecorder(stream, mimeType === undefined ? {} : { mimeType });
    return new Recorder(stream, media, context, analyser, onMeasure);
  }

  get durationMs(): number {
    const running = this.isPaused ? 0 : performance.now() - this.#resumedAt;
    return this.#runMs + running;
  }

  get isPaused(): boolean {
    return this.media.state === 'paused';
  }

  get loudness(): readonly number[] {
    return this.#measured;
  }

  pause(): void {
    this.#runMs = this.durationMs;
    this.media.pause();
    this.onMeasure();
  }

  resume(): void {
    this.media.resume();
    this.#resumedAt = performance.now();
    this.onMeasure();
  }

  /** Ends the recording and lets go of the microphone. */
  async finish(): Promise<Recording> {
    const durationMs = Math.round(this.durationMs);
    const stopped = new Promise((resolve) => {
      this.media.addEventListener('stop', resolve, { once: true });
    });
    this.media.stop();
    await stopped;
    this.#release();
    const [type = 'audio/webm'] = this.media.mimeType.split(';');
    return { blob: new Blob(this.#chunks, { type }), durationMs, loudness: this.#measured };
  }

  cancel(): void {
    if (this.media.state !== 'inactive') this.media.stop();
    this.#release();
  }

  #measure(): void {
    if (this.isPaused) return;
    this.analyser.getFloatTimeDomainData(this.#samples);
    this.#measured.push(loudness(this.#samples));
    this.onMeasure();
  }

  #release(): void {
    clearInterval(this.#timer);
    for (const track of this.stream.getTracks()) track.stop();
    if (this.context.state !== 'closed') void this.context.close();
  }
}
