/** Loudness as bars. Pure. */

/** The scale of the event's content. */
const LOUDEST = 1024;

/** Root mean square of samples between -1 and 1, stretched so that speech fills the scale. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(samples.length, 1));
  return Math.min(1, rms * 4);
}

/** So many bars of any number of measurements, each the loudest of its share. */
export function toBars(measured: readonly number[], count: number): number[] {
  if (measured.length <= count) return measured.map(scale);
  return Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * measured.length) / count);
    const to = Math.floor(((bar + 1) * measured.length) / count);
    return scale(Math.max(...measured.slice(from, Math.max(to, from + 1))));
  });
}

const scale = (value: number): number => Math.round(Math.min(Math.max(value, 0), 1) * LOUDEST);
