/** Pictures, films, sounds and files. https://spec.matrix.org/v1.19/client-server-api/#instant-messaging */
import { ownTypes } from '@/lib/own-types';
import type {
  AudioContent,
  Caption,
  Dimensions,
  FileSource,
  LocationContent,
  MessageContent,
  StickerContent,
  VoiceContent,
} from '@/matrix/types';
import { type Claims, claims, list, number, text } from './claims';

const mostPixels = 16_384;
const longestMs = 24 * 60 * 60 * 1000;
const waveformBars = 100;
const mostLoudness = 1024;
const mxcUri = /^mxc:\/\/[A-Za-z0-9.\-:[\]]{1,255}\/[A-Za-z0-9_-]{1,255}$/;

/** Names that other clients write, and ours. */
const spoilerNames = ['page.codeberg.everypizza.msc4193.spoiler', ownTypes.spoiler];
const loopNames = ['fi.mau.loop', 'fi.mau.gif', ownTypes.loop];
const voiceName = 'org.matrix.msc3245.voice';
const audioName = 'org.matrix.msc1767.audio';

/** Null for what is no file, or names none that could be fetched. */
export function projectMedia(content: Claims): MessageContent | null {
  const file = source(content, 'url', 'file', claims(content.info));
  if (!file) return null;
  const base = { file, ...naming(content) };
  switch (content.msgtype) {
    case 'm.image':
      return {
        ...base,
        kind: 'image',
        ...visual(content),
        isAnimated: claims(content.info).is_animated === true || file.mimeType === 'image/gif',
      };
    case 'm.video':
      return {
        ...base,
        kind: 'video',
        ...visual(content),
        durationMs: duration(content),
        look: videoLook(content),
      };
    case 'm.audio':
      return sound(content, base);
    case 'm.file':
      return { ...base, kind: 'file' };
    default:
      return null;
  }
}

/** https://spec.matrix.org/v1.19/client-server-api/#sticker-messages */
export function projectSticker(content: Claims): StickerContent | null {
  const info = claims(content.info);
  const file = source(content, 'url', 'file', info);
  return (
    file && { kind: 'sticker', file, body: text(content.body) ?? '', dimensions: dimensions(info) }
  );
}

/** A place by its `geo:` URI (RFC 5870). */
export function projectLocation(content: Claims): LocationContent | null {
  const place = geoPlace(text(content.geo_uri));
  return place && { kind: 'location', body: text(content.body) ?? '', ...place };
}

/** https://datatracker.ietf.org/doc/html/rfc5870 */
export function geoPlace(uri: string | null): { latitude: number; longitude: number } | null {
  const match = /^geo:(-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)/.exec(uri ?? '');
  const latitude = number(Number(match?.[1]), -90, 90);
  const longitude = number(Number(match?.[2]), -180, 180);
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

type Named = Pick<AudioContent, 'file' | 'name' | 'caption'>;

function sound(content: Claims, base: Named): AudioContent | VoiceContent {
  const durationMs = duration(content);
  if (content[voiceName] === undefined) return { ...base, kind: 'audio', durationMs };
  const waveform = list(claims(content[audioName]).waveform)
    .slice(0, 10 * waveformBars)
    .map((value) => (number(value, 0, mostLoudness) ?? 0) / mostLoudness);
  return { ...base, kind: 'voice', durationMs, waveform: resample(waveform) };
}

/** As many bars as are shown, each as loud as the loudest of what it stands for. */
function resample(waveform: readonly number[]): number[] {
  if (waveform.length <= waveformBars) return [...waveform];
  const step = waveform.length / waveformBars;
  return Array.from({ length: waveformBars }, (_, bar) =>
    Math.max(...waveform.slice(Math.floor(bar * step), Math.ceil((bar + 1) * step))),
  );
}

/** With a `filename` the body is a caption; without, it is the name. */
function naming(content: Claims): { name: string; caption: Caption | null } {
  const body = text(content.body) ?? '';
  const name = text(content.filename) ?? body;
  if (body === '' || body === name) return { name, caption: null };
  const isHtml = content.format === 'org.matrix.custom.html';
  return { name, caption: { body, formattedBody: isHtml ? text(content.formatted_body) : null } };
}

function visual(content: Claims) {
  const info = claims(content.info);
  return {
    dimensions: dimensions(info),
    thumbnail: source(info, 'thumbnail_url', 'thumbnail_file', claims(info.thumbnail_info)),
    album: text(content[ownTypes.album]),
    blurHash: blurHash(info['xyz.amorgan.blurhash']),
    isSpoiler: spoilerNames.some((name) => content[name] === true || info[name] === true),
  };
}

function videoLook(content: Claims): 'plain' | 'loop' | 'round' {
  if (content[ownTypes.round] === true) return 'round';
  const info = claims(content.info);
  return loopNames.some((name) => info[name] === true) ? 'loop' : 'plain';
}

function duration(content: Claims): number | null {
  const { duration: ofFile } = claims(content.info);
  return number(ofFile ?? claims(content[audioName]).duration, 0, longestMs);
}

function dimensions(info: Claims): Dimensions | null {
  const width = number(info.w, 1, mostPixels);
  const height = number(info.h, 1, mostPixels);
  return width === null || height === null ? null : { width, height };
}

/** Only the alphabet and the lengths that such a hash can have. */
function blurHash(value: unknown): string | null {
  const hash = text(value);
  return hash !== null && /^[0-9A-Za-z#$%*+,\-.:;=?@[\]^_{|}~]{6,200}$/.test(hash) ? hash : null;
}

/** A file that is named in the clear, or with the key to it. */
function source(from: Claims, plain: string, encrypted: string, info: Claims): FileSource | null {
  const encryptedUrl = text(claims(from[encrypted]).url);
  const url = encryptedUrl ?? text(from[plain]);
  if (url === null || !(mxcUri.test(url) || url.startsWith('blob:'))) return null;
  return {
    url,
    isEncrypted: encryptedUrl !== null,
    mimeType: text(info.mimetype),
    size: number(info.size, 0, Number.MAX_SAFE_INTEGER),
  };
}
