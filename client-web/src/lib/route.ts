/**
 * Where one is, as the fragment of the address: `#/!room:server?panel=settings`. One exported page serves every room, the
 * server never learns which room is open, and each level is a history entry that the browser's Back undoes.
 */

/** What the left column shows. */
export const PANELS = ['chats', 'settings', 'new-chat', 'new-group'] as const;

/** One of `PANELS`. */
export type Panel = (typeof PANELS)[number];

/** A place in the application. */
export interface Route {
  readonly roomId: string | null;
  readonly panel: Panel;
}

const isPanel = (text: string | null): text is Panel => PANELS.some((panel) => panel === text);

/** Reads a fragment; whatever is not understood leads to the chat list. */
export function parseFragment(fragment: string): Route {
  const [path = '', query = ''] = fragment.replace(/^#?\/?/u, '').split('?', 2);
  let roomId: string | null = null;
  try {
    const [room = ''] = path.split('/', 1);
    const decoded = decodeURIComponent(room);
    if (decoded.startsWith('!')) roomId = decoded;
  } catch {
    // Not a well-formed escape: no room has such an address.
  }
  const panel = new URLSearchParams(query).get('panel');
  return { roomId, panel: isPanel(panel) ? panel : 'chats' };
}

/** Writes a fragment, with the characters of room IDs left readable. */
export function formatFragment({ roomId, panel }: Route): string {
  const room = roomId === null ? '' : encodeURIComponent(roomId).replaceAll('%3A', ':');
  return `#/${room}${panel === 'chats' ? '' : `?panel=${panel}`}`;
}

/** The address of a room, for links. */
export function roomFragment(roomId: string): string {
  return formatFragment({ roomId, panel: 'chats' });
}
