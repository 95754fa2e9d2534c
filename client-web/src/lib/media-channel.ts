/**
 * What the service worker, which fetches files, and the engine, which holds tokens and keys, say to each other. They talk over
 * a broadcast channel, so that nothing of it passes through a page, and each finds the other again when one was restarted.
 */

export const MEDIA_CHANNEL = 'heliograph-media';

/** Holds the fetched files, as they are on the server. */
export const MEDIA_CACHE = 'heliograph-media';

/** https://spec.matrix.org/v1.19/client-server-api/#extensions-to-mroommessage-msgtypes */
export interface FileKey {
  /** AES key, as in a JSON Web Key: base64url. */
  readonly key: string;
  /** Counter block, in base64. */
  readonly iv: string;
  /** SHA-256 of what is on the server, in base64. */
  readonly sha256: string;
}

export interface MediaAccess {
  readonly homeserverUrl: string;
  readonly accessToken: string;
  /** Null for a file that is not encrypted. */
  readonly key: FileKey | null;
}

export type MediaMessage =
  /** The service worker needs what it takes to fetch that file. */
  | { kind: 'ask'; id: string; mxc: string; isEncrypted: boolean }
  /** Only an engine that can serve it answers. */
  | { kind: 'answer'; id: string; access: MediaAccess }
  /** Somebody signed out: what is in memory goes. */
  | { kind: 'forget' };
