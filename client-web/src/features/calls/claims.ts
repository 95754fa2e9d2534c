/** Reads what the other side says in a call. Whatever is of the wrong kind counts as not there. */

export type Said = Readonly<Record<string, unknown>>;

function object(value: unknown): Said {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Said)
    : {};
}

export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

const descriptionTypes = ['offer', 'answer'] as const;

/** A description of what somebody sends and takes. */
export function description(value: unknown): RTCSessionDescriptionInit | null {
  const { type, sdp } = object(value);
  const known = descriptionTypes.find((name) => name === type);
  return known === undefined || typeof sdp !== 'string' ? null : { type: known, sdp };
}

/** More than any network has. */
const mostCandidates = 200;

/** Ways to reach somebody; an empty one says that there are no more. */
export function candidates(value: unknown): RTCIceCandidateInit[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, mostCandidates).flatMap((each: unknown) => {
    const { candidate, sdpMid, sdpMLineIndex } = object(each);
    if (typeof candidate !== 'string') return [];
    return {
      candidate,
      sdpMid: typeof sdpMid === 'string' ? sdpMid : null,
      sdpMLineIndex: typeof sdpMLineIndex === 'number' ? sdpMLineIndex : null,
    };
  });
}

/** What is switched off at the other side. */
export interface Muted {
  audio: boolean;
  video: boolean;
}

/** https://spec.matrix.org/latest/client-server-api/#call-streams: what is said of the stream of a person; null where nothing is. */
export function muted(metadata: unknown): Muted | null {
  const streams = Object.values(object(metadata)).map(object);
  const stream = streams.find(({ purpose }) => purpose === 'm.usermedia') ?? streams[0];
  if (stream === undefined) return null;
  return { audio: stream.audio_muted === true, video: stream.video_muted === true };
}

/** The description says that pictures are sent. */
export function hasVideo({ sdp = '' }: RTCSessionDescriptionInit): boolean {
  return /^m=video [1-9]/mu.test(sdp);
}

/** How long it rings, as the caller says; the specification's minute where they say nothing sensible. */
export function ringMs(lifetime: unknown): number {
  const isSensible = typeof lifetime === 'number' && lifetime >= 1_000 && lifetime <= 600_000;
  return isSensible ? lifetime : 60_000;
}
