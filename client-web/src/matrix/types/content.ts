/** What a message says. */
import type { UndecryptableReason } from './encryption';

/** A file on a server, by reference. The service worker fetches it, and decrypts it where that is needed. */
export interface FileSource {
  /** `mxc:` URI; `blob:` for an own file that is still on its way. */
  url: string;
  isEncrypted: boolean;
  /** The sender's claim; null where they claim nothing. */
  mimeType: string | null;
  /** In bytes; the sender's claim. */
  size: number | null;
}

/** Words below a picture or a file. */
export interface Caption {
  body: string;
  /** Untrusted HTML. */
  formattedBody: string | null;
}

/** In pixels, both between 1 and 16,384. */
export interface Dimensions {
  width: number;
  height: number;
}

interface FileContent {
  file: FileSource;
  /** What the file is called. */
  name: string;
  caption: Caption | null;
}

interface VisualContent extends FileContent {
  /** Null when the sender does not say. */
  dimensions: Dimensions | null;
  thumbnail: FileSource | null;
  blurHash: string | null;
  /** The same in all that were sent together; null where the sender does not say. */
  album: string | null;
  /** Covered until it is asked for. */
  isSpoiler: boolean;
}

export interface ImageContent extends VisualContent {
  kind: 'image';
  /** Moves by itself. */
  isAnimated: boolean;
}

export interface VideoContent extends VisualContent {
  kind: 'video';
  durationMs: number | null;
  /** `loop`: short, silent, played over and over like a GIF; `round`: a message somebody recorded of themselves. */
  look: 'plain' | 'loop' | 'round';
}

export interface AudioContent extends FileContent {
  kind: 'audio';
  durationMs: number | null;
}

export interface VoiceContent extends FileContent {
  kind: 'voice';
  durationMs: number | null;
  /** Loudness over time, each from 0 to 1; at most 100 of them. */
  waveform: number[];
}

export interface StickerContent {
  kind: 'sticker';
  file: FileSource;
  body: string;
  dimensions: Dimensions | null;
}

export interface LocationContent {
  kind: 'location';
  body: string;
  latitude: number;
  longitude: number;
}

/** Where somebody is, told again and again for a while. */
export interface LiveLocationContent {
  kind: 'live';
  startedTs: number;
  /** When it ends by itself. */
  endsTs: number;
  /** Somebody ended it before. */
  isStopped: boolean;
  /** The last that was told; null before the first, and where it is not loaded. */
  place: LivePlace | null;
}

export interface LivePlace {
  latitude: number;
  longitude: number;
  /** When the person was there. */
  ts: number;
}

/** A person, passed on. */
export interface ContactContent {
  kind: 'contact';
  userId: string;
  name: string;
  /** `mxc:` URI. */
  avatarUrl: string | null;
}

export interface PollOption {
  id: string;
  text: string;
  votes: number;
  isOwn: boolean;
}

export interface PollContent {
  kind: 'poll';
  question: string;
  options: PollOption[];
  /** How many options one person may choose. */
  maxSelections: number;
  /** Whether the results are shown before the poll is closed. */
  isDisclosed: boolean;
  isClosed: boolean;
  /** How many people have voted. */
  voters: number;
}

export interface TextContent {
  kind: 'text' | 'notice' | 'emote';
  body: string;
  /** Untrusted HTML as the sender wrote it: sanitise before showing. Null for plain text. */
  formattedBody: string | null;
}

/** What a message says. Kinds that come with later features join this union. */
export type MessageContent =
  | TextContent
  | ImageContent
  | VideoContent
  | AudioContent
  | VoiceContent
  | (FileContent & { kind: 'file' })
  | StickerContent
  | LocationContent
  | LiveLocationContent
  | ContactContent
  | PollContent
  /** A kind this client cannot show yet: `body` is the sender's own fallback text. */
  | { kind: 'unsupported'; eventType: string; msgtype: string | null; body: string }
  /** Encrypted, and we hold no key (yet). */
  | { kind: 'undecryptable'; reason: UndecryptableReason }
  | { kind: 'deleted' };
