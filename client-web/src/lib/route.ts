/**
 * Where one is, as the fragment of the address: `#/!room:server?panel=settings`. One exported page serves every room, the
 * server never learns which room is open, and each level is a history entry that the browser's Back undoes.
 */

/** What the left column shows. */
export const PANELS = [
  'chats',
  'archive',
  'contacts',
  'explore',
  'folders',
  'join',
  'new-channel',
  'new-chat',
  'new-group',
  'settings',
  'settings/profile',
  'settings/notifications',
  'settings/privacy',
  'settings/devices',
  'settings/lock',
  'settings/appearance',
  'settings/storage',
  'settings/language',
  'settings/shortcuts',
  'settings/account',
] as const;

/** What the right column shows about the open room. */
export const SIDES = [
  'info',
  'search',
  'members',
  'edit',
  'permissions',
  'admins',
  'access',
  'requests',
  'banned',
  'actions',
] as const;

/** One of `SIDES`. */
export type Side = (typeof SIDES)[number];

/** One of `PANELS`. */
export type Panel = (typeof PANELS)[number];

/** A page of the settings. */
export type SettingsPage = Extract<Panel, 'settings' | `settings/${string}`>;

export const isSettingsPage = (panel: Panel): panel is SettingsPage =>
  panel.split('/', 1)[0] === 'settings';

/** The page that Back leads to. */
export function parentPanel(panel: Panel): Panel {
  return isSettingsPage(panel) && panel !== 'settings' ? 'settings' : 'chats';
}

/** A place in the application. */
export interface Route {
  readonly roomId: string | null;
  readonly panel: Panel;
  /** A message of the room to show. */
  readonly eventId: string | null;
  /** The first message of a thread that is open beside the chat. */
  readonly thread: string | null;
  readonly side: Side | null;
  /** The link that is looked up, where one asks to join; it may come from any page on the web. */
  readonly link: string | null;
  /** The person whom the right column is about, where that is not the room. */
  readonly person: string | null;
}

const longestLink = 1_000;

/** Where nothing is open. */
export const HOME: Route = {
  roomId: null,
  panel: 'chats',
  eventId: null,
  thread: null,
  link: null,
  side: null,
  person: null,
};

/** The address of a message, for links. */
export function messageFragment(roomId: string, eventId: string): string {
  return formatFragment({ ...HOME, roomId, eventId });
}

const isSide = (text: string | null): text is Side => SIDES.some((side) => side === text);
const isPanel = (text: string | null): text is Panel => PANELS.some((panel) => panel === text);

/** Reads a fragment; whatever is not understood leads to the chat list. */
export function parseFragment(fragment: string): Route {
  const [path = '', query = ''] = fragment.replace(/^#?\/?/u, '').split('?', 2);
  const [room = '', event = ''] = path.split('/', 2).map(decode);
  const roomId = room.startsWith('!') ? room : null;
  const parameters = new URLSearchParams(query);
  const panel = parameters.get('panel');
  const side = parameters.get('side');
  return {
    roomId,
    panel: isPanel(panel) ? panel : 'chats',
    eventId: roomId !== null && event.startsWith('$') ? event : null,
    thread: roomId === null ? null : parameters.get('thread'),
    link: panel === 'join' ? (parameters.get('link')?.slice(0, longestLink) ?? null) : null,
    side: roomId !== null && isSide(side) ? side : null,
    person: roomId === null ? null : parameters.get('person'),
  };
}

/** Nothing for what is no well-formed escape: no room has such an address. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** Writes a fragment, with the characters of room IDs left readable. */
export function formatFragment(route: Route): string {
  const { roomId, panel, eventId, thread, link, side, person } = route;
  const readable = (id: string) => encodeURIComponent(id).replaceAll('%3A', ':');
  const room = roomId === null ? '' : readable(roomId);
  const event = roomId === null || eventId === null ? '' : `/${readable(eventId)}`;
  const parameters = new URLSearchParams();
  if (panel !== 'chats') parameters.set('panel', panel);
  if (panel === 'join' && link !== null) parameters.set('link', link);
  const ofRoom = { thread, side, person };
  for (const [name, value] of Object.entries(ofRoom)) {
    if (roomId !== null && value !== null) parameters.set(name, value);
  }
  const query = parameters.size === 0 ? '' : `?${parameters}`;
  return `#/${room}${event}${query}`;
}

/** The address of a room, for links. */
export function roomFragment(roomId: string): string {
  return formatFragment({ ...HOME, roomId });
}
