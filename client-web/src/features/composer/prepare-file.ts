/** A file that somebody chose, made ready to be sent. */
import type { OutgoingFile } from '@/matrix/types';
import type { ImageAnswer, ImageRequest, PreparedImage } from './image-worker';
import { fit } from './sizes';

/** What a picture of usual use needs at most. */
const LONGEST_EDGE = 2_560;
const VIDEO_TIMEOUT_MS = 8_000;
const POSTER = { width: 800, height: 600 };

/** Pictures that browsers everywhere can show; others go as files. */
const PICTURES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif']);
const VIDEOS = new Set(['video/mp4', 'video/webm', 'video/ogg', 'video/quicktime']);

export type FileLook = 'image' | 'video' | 'audio' | 'file';

/** What a file is shown as when nobody says otherwise. */
export function lookOf({ type }: Pick<File, 'type'>): FileLook {
  if (PICTURES.has(type)) return 'image';
  if (VIDEOS.has(type)) return 'video';
  return type.startsWith('audio/') ? 'audio' : 'file';
}

export interface PrepareOptions {
  /** Sent as it is, to be downloaded. */
  readonly asFile: boolean;
  readonly isCompressed: boolean;
}

/** Never fails: what cannot be measured goes as a file. */
export async function prepareFile(
  file: File,
  { asFile, isCompressed }: PrepareOptions,
): Promise<OutgoingFile> {
  const look = asFile ? 'file' : lookOf(file);
  try {
    switch (look) {
      case 'image':
        return await asPicture(file, isCompressed);
      case 'video':
        return await asVideo(file);
      case 'audio':
        return { ...bare(file), kind: 'audio', durationMs: await audioDuration(file) };
      case 'file':
    }
  } catch {
    // The browser cannot read it; whoever gets it may.
  }
  return bare(file);
}

function bare(file: File): OutgoingFile {
  return {
    kind: 'file',
    blob: file,
    name: file.name,
    mimetype: file.type === '' ? 'application/octet-stream' : file.type,
    width: null,
    height: null,
    durationMs: null,
    waveform: null,
    blurhash: null,
    thumbnail: null,
    isAnimated: false,
    caption: null,
  };
}

async function asPicture(file: File, isCompressed: boolean): Promise<OutgoingFile> {
  const isAnimated = await moves(file);
  const image = await inWorker(file, isCompressed ? LONGEST_EDGE : null, isAnimated);
  const { blob, width, height, blurhash, thumbnail } = image;
  const mimetype = blob.type;
  const name = isAnimated ? file.name : withEnding(file.name, mimetype);
  return {
    ...bare(file),
    kind: 'image',
    blob,
    name,
    mimetype,
    width,
    height,
    blurhash,
    thumbnail,
    isAnimated,
  };
}

/** Whether a GIF or WebP has more than one picture; told by how the formats mark it. */
async function moves(file: File): Promise<boolean> {
  if (file.type === 'image/gif') return true;
  if (file.type !== 'image/webp') return false;
  const head = new Uint8Array(await file.slice(0, 64).arrayBuffer());
  return new TextDecoder('latin1').decode(head).includes('ANIM');
}

function withEnding(name: string, mimetype: string): string {
  const ending = mimetype === 'image/jpeg' ? 'jpg' : 'png';
  const stem = name.replace(/\.[^.]{1,5}$/u, '');
  return new RegExp(`\\.${ending === 'jpg' ? 'jpe?g' : ending}$`, 'iu').test(name)
    ? name
    : `${stem}.${ending}`;
}

let worker: Worker | null = null;
let lastRequest = 0;
const waiting = new Map<number, (answer: ImageAnswer) => void>();

function inWorker(file: Blob, longestEdge: number | null, isKept: boolean): Promise<PreparedImage> {
  worker ??= startWorker();
  lastRequest += 1;
  const id = lastRequest;
  worker.postMessage({ id, file, longestEdge, isKept } satisfies ImageRequest);
  return new Promise((resolve, reject) => {
    waiting.set(id, (answer) =>
      answer.ok ? resolve(answer.image) : reject(new Error('Not a picture')),
    );
  });
}

function startWorker(): Worker {
  const started = new Worker(new URL('./image-worker.ts', import.meta.url), { type: 'module' });
  started.onmessage = ({ data }: MessageEvent<ImageAnswer>) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  };
  // Without its script nothing is measured, and files go as they are.
  started.onerror = () => {
    for (const [id, settle] of waiting) settle({ id, ok: false });
    waiting.clear();
    worker = null;
  };
  return started;
}

/** Only a page can play: the first picture and the length come from a player that nobody sees. */
async function asVideo(file: File): Promise<OutgoingFile> {
  const address = URL.createObjectURL(file);
  try {
    const video = document.createElement('video');
    video.muted = true;
    video.preload = 'auto';
    video.src = address;
    await happened(video, 'loadeddata');
    const { videoWidth: width, videoHeight: height, duration } = video;
    if (width === 0) throw new Error('No picture in it');
    video.currentTime = Math.min(0.1, duration / 2);
    await happened(video, 'seeked');
    const poster = await frameOf(video, fit({ width, height }, POSTER));
    const { blurhash, blob, width: w, height: h } = await inWorker(poster, null, true);
    return {
      ...bare(file),
      kind: 'video',
      width,
      height,
      durationMs: Number.isFinite(duration) ? Math.round(duration * 1000) : null,
      blurhash,
      thumbnail: { blob, width: w, height: h },
    };
  } finally {
    URL.revokeObjectURL(address);
  }
}

function frameOf(video: HTMLVideoElement, { width, height }: { width: number; height: number }) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  canvas.getContext('2d')?.drawImage(video, 0, 0, width, height);
  return new Promise<Blob>((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('No frame'))), 'image/jpeg');
  });
}

async function audioDuration(file: File): Promise<number | null> {
  const address = URL.createObjectURL(file);
  try {
    const audio = document.createElement('audio');
    audio.src = address;
    await happened(audio, 'loadedmetadata');
    return Number.isFinite(audio.duration) ? Math.round(audio.duration * 1000) : null;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function happened(media: HTMLMediaElement, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Takes too long')), VIDEO_TIMEOUT_MS);
    const settle = (act: () => void) => () => {
      clearTimeout(timer);
      act();
    };
    media.addEventListener(event, settle(resolve), { once: true });
    media.addEventListener(
      'error',
      settle(() => reject(new Error('Cannot be played'))),
      {
        once: true,
      },
    );
  });
}
