/**
 * Files of messages: fetched with the account's token, kept on this device, decrypted where that is needed, and handed out in
 * ranges. A page shows them by plain addresses (`lib/media-url.ts`) and never sees token or key.
 */
import { MEDIA_CACHE, type MediaAccess } from '@/lib/media-channel';
import { MEDIA_PATH, type MediaRequest, parseMediaUrl } from '@/lib/media-url';
import { decryptFile } from './decrypt';
import { MediaDoor } from './media-access';
import { MediaCache } from './media-cache';
import { parseRange, safeType } from './media-response';

const megabyte = 1024 * 1024;
/** Decrypted films are asked for in many ranges: the last few files stay in memory. */
const mostOpen = 3;

const door = new MediaDoor(() => {
  lastAccess = null;
  opened.clear();
});
const cache = new MediaCache(() => caches.open(MEDIA_CACHE), 256 * megabyte, 24 * megabyte);
const opened = new Map<string, Promise<{ blob: Blob; type: string }>>();

/** The events of a service worker, which TypeScript's DOM library does not know. */
interface FetchEvent extends Event {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** True when the request is for a file, and answered here. */
export function handleMedia(event: FetchEvent): boolean {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin || !url.pathname.startsWith(MEDIA_PATH)) return false;
  event.respondWith(respond(event.request, url));
  return true;
}

/** Kinds of use in which a stranger's file could run as a part of this site. */
const shownKinds = new Set(['', 'image', 'audio', 'video', 'track']);

async function respond(request: Request, url: URL): Promise<Response> {
  const asked = parseMediaUrl(url);
  const isShown = request.mode !== 'navigate' && shownKinds.has(request.destination);
  if (asked === null || !isShown || request.method !== 'GET') {
    return new Response(null, { status: 404 });
  }
  try {
    const name = url.pathname + url.search;
    if (asked.encryptedType !== null) {
      const { blob, type } = await openOnce(name, asked, asked.encryptedType);
      return partOf(request, blob, type);
    }
    const kept = await cache.get(name);
    return kept ? partOf(request, kept.blob, kept.type) : await fetchPlain(request, name, asked);
  } catch {
    return new Response(null, { status: 503 });
  }
}

/** A part goes through as the server gives it; a whole file is kept on its way. */
async function fetchPlain(request: Request, name: string, asked: MediaRequest): Promise<Response> {
  const range = request.headers.get('range');
  const response = await fetchMedia(asked, range === null ? {} : { range });
  const type = safeType(response.headers.get('content-type') ?? '');
  if (!response.ok) return new Response(null, { status: response.status });
  if (response.status === 200 && range === null) {
    const copy = response.clone();
    void copy
      .blob()
      .then((blob) => cache.put(name, blob, type))
      .catch(() => undefined);
  }
  const headers = fileHeaders(type);
  for (const header of ['content-length', 'content-range', 'accept-ranges']) {
    const value = response.headers.get(header);
    if (value !== null) headers.set(header, value);
  }
  return new Response(response.body, { status: response.status, headers });
}

function openOnce(name: string, asked: MediaRequest, claimedType: string) {
  const known = opened.get(name) ?? openSealed(name, asked, claimedType);
  opened.delete(name);
  opened.set(name, known);
  known.catch(() => opened.delete(name));
  const [oldest] = opened.keys();
  if (opened.size > mostOpen && oldest !== undefined) opened.delete(oldest);
  return known;
}

/** What is kept is what the server has: keys and readable files stay in memory. */
async function openSealed(name: string, asked: MediaRequest, claimedType: string) {
  const { key } = await door.ask(asked.mxc, true);
  if (key === null) throw new Error('No key');
  const kept = await cache.get(name);
  let sealed = kept?.blob;
  if (!sealed) {
    const response = await fetchMedia(asked, {});
    if (!response.ok) throw new Error(`Status ${response.status}`);
    sealed = await response.blob();
    await cache.put(name, sealed, 'application/octet-stream');
  }
  const type = safeType(claimedType);
  return { blob: new Blob([await decryptFile(await sealed.arrayBuffer(), key)], { type }), type };
}

/** The last answer of the engine: asked again when the server refuses the token. */
let lastAccess: MediaAccess | null = null;

async function fetchMedia(asked: MediaRequest, headers: Record<string, string>): Promise<Response> {
  lastAccess ??= await door.ask(asked.mxc, false);
  const response = await fetchFrom(lastAccess, asked, headers);
  if (response.status !== 401 && response.status !== 403) return response;
  lastAccess = await door.ask(asked.mxc, false);
  return fetchFrom(lastAccess, asked, headers);
}

/** https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1mediadownloadservernamemediaid */
function fetchFrom(
  { homeserverUrl, accessToken }: MediaAccess,
  { mxc, thumbnail }: MediaRequest,
  headers: Record<string, string>,
): Promise<Response> {
  const what = thumbnail === null ? 'download' : 'thumbnail';
  const query = thumbnail === null ? '' : `?${thumbnail}`;
  const path = `/_matrix/client/v1/media/${what}/${mxc.slice('mxc://'.length)}${query}`;
  return fetch(`${homeserverUrl}${path}`, {
    headers: { ...headers, Authorization: `Bearer ${accessToken}` },
  });
}

function partOf(request: Request, blob: Blob, type: string): Response {
  const headers = fileHeaders(type);
  headers.set('accept-ranges', 'bytes');
  const range = parseRange(request.headers.get('range'), blob.size);
  if (range === null) {
    headers.set('content-length', String(blob.size));
    return new Response(blob, { headers });
  }
  if (range === 'beyond') {
    headers.set('content-range', `bytes */${blob.size}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range;
  headers.set('content-length', String(end - start));
  headers.set('content-range', `bytes ${start}-${end - 1}/${blob.size}`);
  return new Response(blob.slice(start, end), { status: 206, headers });
}

function fileHeaders(type: string): Headers {
  return new Headers({
    'content-type': type,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
  });
}
