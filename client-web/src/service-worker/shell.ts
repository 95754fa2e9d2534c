/**
 * The application itself, kept on this device so that it opens without a network. Pages come from the server where it
 * answers, so that nobody stays on an old version; their parts carry a hash in their names and never change.
 */
import { KEEP_SHELL, SHELL_CACHE } from '@/lib/shell-channel';

/** A server that takes longer is treated as none: the page it would send is the same as the one kept. */
const patienceMs = 3_000;
const listPath = '/shell.json';
const hashedPath = '/_next/static/';
/** Not ours to keep: the server's interfaces, and what must be as new as can be. */
const neverKept = /^\/(_matrix|_synapse|_heliograph|\.well-known)\/|^\/(sw\.js|shell\.json)$/u;

interface FetchEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

interface Shell {
  version: string;
  files: string[];
}

/** Answers requests for the application's own files. */
export function handleShell(event: FetchEvent): void {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (neverKept.test(url.pathname)) return;
  if (url.pathname.startsWith(hashedPath)) event.respondWith(keptFirst(request));
  else event.respondWith(newestFirst(request));
}

/** A page asks for everything to be kept, once somebody is signed in and there is time for it. */
export function isKeepRequest(data: unknown): boolean {
  return data === KEEP_SHELL;
}

/** Fetches what is not kept yet, and drops what the present version no longer needs. */
export async function keepShell(): Promise<void> {
  const answer = await fetch(listPath, { cache: 'no-cache' });
  if (!answer.ok) return;
  const { version, files } = (await answer.json()) as Shell;
  const cache = await caches.open(SHELL_CACHE);
  const marker = `${listPath}?${version}`;
  if (await cache.match(marker)) return;
  for (const file of files) {
    const isHashed = file.startsWith(hashedPath);
    if (isHashed && (await cache.match(file))) continue;
    const response = await fetch(file, { cache: isHashed ? 'default' : 'no-cache' });
    if (response.ok) await cache.put(file, response);
  }
  const wanted = new Set([...files, marker]);
  for (const { url } of await cache.keys()) {
    const { pathname, search } = new URL(url);
    // Parts that are fetched on demand only, such as fonts of other scripts, go with the version that needed them.
    if (!wanted.has(pathname + search)) await cache.delete(url);
  }
  await cache.put(marker, new Response());
}

async function keptFirst(request: Request): Promise<Response> {
  const cache = await caches.open(SHELL_CACHE);
  const kept = await cache.match(request.url);
  if (kept) return forWorkers(request, kept);
  const response = await fetch(request);
  if (response.ok) await cache.put(request.url, response.clone());
  return forWorkers(request, response);
}

/** A worker goes by the address of the answer, which lacks what its own address says behind the `#`: this one has none. */
function forWorkers({ destination }: Request, response: Response): Response {
  if (destination !== 'worker' && destination !== 'sharedworker') return response;
  const { body, status, headers } = response;
  return new Response(body, { status, headers });
}

async function newestFirst(request: Request): Promise<Response> {
  const cache = await caches.open(SHELL_CACHE);
  const { pathname } = new URL(request.url);
  const name = request.mode === 'navigate' ? pagePath(pathname) : pathname;
  const kept = await cache.match(name);
  const network = fetch(request);
  if (!kept) return network;
  try {
    const response = await inTime(network);
    // An unknown path leads to the first page, which is the same under its own name.
    if (response.ok && name === pathname) await cache.put(name, response.clone());
    return response.status < 500 ? response : kept;
  } catch {
    return kept;
  }
}

const pagePath = (pathname: string): string =>
  ['/login/', '/register/'].find((page) => pathname.startsWith(page.slice(0, -1))) ?? '/';

function inTime(response: Promise<Response>): Promise<Response> {
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new TypeError('The server takes too long')), patienceMs);
  });
  return Promise.race([response, late]);
}
