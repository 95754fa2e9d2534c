/**
 * Addresses of files on this origin. The service worker answers them: it fetches the file with the account's token, keeps it,
 * decrypts it. `mxc://server/id` becomes `/_media/server/id`; the rest of what is needed is in the query.
 */

export const MEDIA_PATH = '/_media/';

/** What can be fetched: the fields of a `FileSource` that matter here. */
interface Fetchable {
  readonly url: string;
  readonly isEncrypted: boolean;
  readonly mimeType: string | null;
}

const MXC = /^mxc:\/\/([A-Za-z0-9.\-:[\]]{1,255})\/([A-Za-z0-9_-]{1,255})$/u;

/** The path of a file; null for what is not a well-formed `mxc:` URI. */
function mediaPath(mxc: string): string | null {
  const match = MXC.exec(mxc);
  return match === null ? null : `${MEDIA_PATH}${match[1]}/${match[2]}`;
}

/** Where a file can be fetched; null where it cannot. A local `blob:` address is one already. */
export function mediaUrl({ url, isEncrypted, mimeType }: Fetchable): string | null {
  if (url.startsWith('blob:')) return url;
  const path = mediaPath(url);
  if (path === null || !isEncrypted) return path;
  return `${path}?${new URLSearchParams({ encrypted: mimeType ?? '' })}`;
}

/** Sizes that are asked for: few, so that the same picture is not made and kept in many sizes. */
const SIZES = [48, 96, 160, 320, 640, 800, 1280] as const;

/** A smaller picture of a file that is not encrypted, at least this large on the screen; `crop` fills the box. */
export function thumbnailUrl(
  mxc: string,
  width: number,
  height: number,
  method: 'crop' | 'scale' = 'crop',
): string | null {
  if (mxc.startsWith('blob:')) return mxc;
  const path = mediaPath(mxc);
  if (path === null) return null;
  const density = Math.min(globalThis.devicePixelRatio ?? 1, 2);
  const atLeast = (length: number) =>
    String(SIZES.find((size) => size >= length * density) ?? SIZES[SIZES.length - 1]);
  const query = new URLSearchParams({ width: atLeast(width), height: atLeast(height), method });
  return `${path}?${query}`;
}

/** What an address on this origin asks for. */
export interface MediaRequest {
  /** `mxc:` URI. */
  readonly mxc: string;
  /** Of the wanted thumbnail; null for the file itself. */
  readonly thumbnail: URLSearchParams | null;
  /** The type of what comes out, where the file is encrypted; null where it is not. */
  readonly encryptedType: string | null;
}

/** Reads such an address; null for any other. */
export function parseMediaUrl({ pathname, searchParams }: URL): MediaRequest | null {
  if (!pathname.startsWith(MEDIA_PATH)) return null;
  const mxc = `mxc://${decodeURIComponent(pathname.slice(MEDIA_PATH.length))}`;
  if (!MXC.test(mxc)) return null;
  return {
    mxc,
    thumbnail: searchParams.has('width') ? searchParams : null,
    encryptedType: searchParams.get('encrypted'),
  };
}
