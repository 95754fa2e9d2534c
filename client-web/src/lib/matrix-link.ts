/** Links to Matrix rooms and people. https://spec.matrix.org/latest/appendices/#uris */

export interface MatrixTarget {
  kind: 'room' | 'user';
  /** `!id:server`, `!id`, `#alias:server` or `@user:server`. */
  id: string;
  /** Servers that know the room. */
  via: string[];
}

const uriSigils: Readonly<Record<string, string>> = { u: '@', r: '#', roomid: '!' };

/** Understands matrix.to links, matrix: links and bare ids; null for anything else. */
export function parseMatrixTarget(text: string): MatrixTarget | null {
  const trimmed = text.trim();
  const [path, query] = splitQuery(trimmed);
  const id = idFromMatrixTo(path) ?? idFromUri(path) ?? trimmed;
  if (!/^[@!#]\S+$/.test(id) || (id[0] !== '!' && !id.includes(':'))) return null;
  const via = new URLSearchParams(query).getAll('via');
  return { kind: id.startsWith('@') ? 'user' : 'room', id, via };
}

/** The link to a person, a room or an alias that every client understands. */
export function matrixToLink(id: string, via: readonly string[] = []): string {
  const query = via.map((server) => `via=${encodeURIComponent(server)}`).join('&');
  const path = encodeURIComponent(id)
    .replaceAll('%40', '@')
    .replaceAll('%3A', ':')
    .replaceAll('%23', '#');
  return `https://matrix.to/#/${path}${query === '' ? '' : `?${query}`}`;
}

/** The link that brings others into a room: by its address, or by its id with our server, which knows it. */
export function roomLink(roomId: string, alias: string | null, ownUserId: string | null): string {
  if (alias !== null) return matrixToLink(alias);
  const server = ownUserId?.replace(/^[^:]*:/u, '') ?? '';
  return matrixToLink(roomId, server === '' ? [] : [server]);
}

/** matrix.to keeps everything behind the `#/`, so its query is not the URL's. */
function splitQuery(link: string): [path: string, query: string] {
  const at = link.indexOf('?');
  return at < 0 ? [link, ''] : [link.slice(0, at), link.slice(at + 1)];
}

function idFromMatrixTo(path: string): string | null {
  const match = /^https?:\/\/matrix\.to\/#\/([^/]+)/i.exec(path);
  return match?.[1] === undefined ? null : decode(match[1]);
}

function idFromUri(path: string): string | null {
  const match = /^(?:web\+)?matrix:(u|r|roomid)\/([^/]+)/i.exec(path);
  const [, kind, rest] = match ?? [];
  const sigil = uriSigils[kind?.toLowerCase() ?? ''];
  return sigil === undefined || rest === undefined ? null : `${sigil}${decode(rest)}`;
}

function decode(component: string): string {
  try {
    return decodeURIComponent(component);
  } catch {
    return component;
  }
}
