/** What the page asks the engine to send. */

/** What a message has to do with another one. */
export type OutgoingRelation =
  | { type: 'reply'; eventId: string }
  /** Takes the place of an own message. */
  | { type: 'edit'; eventId: string }
  /** `replyTo` is the answer within the thread that this one is to, or null. */
  | { type: 'thread'; rootId: string; replyTo: string | null };

/** Words with their HTML; people who are to be told. */
export interface OutgoingWords {
  body: string;
  /** Null where the HTML would say no more than the body. */
  formattedBody: string | null;
  mentions: { userIds: string[]; room: boolean };
}

export interface OutgoingMessage extends OutgoingWords {
  kind: 'text' | 'emote' | 'notice';
  relation: OutgoingRelation | null;
  /** Recipients are not to be disturbed by a sound. */
  isSilent: boolean;
}

export interface OutgoingThumbnail {
  blob: Blob;
  width: number;
  height: number;
}

/** A file as the page prepared it: measured, made smaller, freed of what a camera wrote into it. */
export interface OutgoingFile {
  kind: 'image' | 'video' | 'audio' | 'voice' | 'file';
  blob: Blob;
  name: string;
  mimetype: string;
  width: number | null;
  height: number | null;
  durationMs: number | null;
  /** Loudness over time, 0 to 1024; for voice messages. */
  waveform: number[] | null;
  blurhash: string | null;
  thumbnail: OutgoingThumbnail | null;
  isAnimated: boolean;
  caption: OutgoingWords | null;
}

export interface SendFilesOptions {
  relation: OutgoingRelation | null;
  isSilent: boolean;
}

/** A person to be passed on. */
export interface OutgoingContact {
  userId: string;
  name: string;
  avatarUrl: string | null;
}

/** A place on the earth. */
export interface OutgoingPlace {
  latitude: number;
  longitude: number;
  /** What it is called; empty where that is not said. */
  name: string;
}

/** A picture of a pack, as it is sent. */
export interface OutgoingSticker {
  body: string;
  /** `mxc:` URI. */
  url: string;
  info: Record<string, unknown>;
}

/** How far an upload has come, in bytes. */
export interface UploadProgress {
  sent: number;
  total: number;
}
