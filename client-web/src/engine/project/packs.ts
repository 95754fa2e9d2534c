/**
 * Packs of stickers: one's own, those of the rooms that one has chosen, by their standard names or by the older ones.
 * https://spec.matrix.org/latest/client-server-api/#image-packs
 */
import type { ImagePack, PackImage } from '@/matrix/types';
import type { MatrixClient } from '../sdk';

type Content = Record<string, unknown>;

/** More than anybody looks through. */
const mostImages = 500;
const mostPacks = 100;

/** The names under which each is kept, the standard one first. */
export const packNames = {
  own: ['m.image_pack', 'im.ponies.user_emotes'],
  rooms: ['m.image_pack.rooms', 'im.ponies.emote_rooms'],
  ofRoom: ['m.room.image_pack', 'im.ponies.room_emotes'],
} as const;

export function projectPacks(client: MatrixClient): ImagePack[] {
  const accountData = (names: readonly string[]): Content[] =>
    names.flatMap((name): Content[] => {
      const event = client.getAccountData(name as never);
      return event ? [event.getContent() as Content] : [];
    });
  const own = accountData(packNames.own).flatMap((content) => readPack('own', null, content) ?? []);
  const ofRooms = accountData(packNames.rooms).flatMap(({ rooms }) =>
    Object.entries((rooms ?? {}) as Content).flatMap(([roomId, keys]) =>
      roomPacks(client, roomId, new Set(Object.keys((keys ?? {}) as Content))),
    ),
  );
  return [...own, ...ofRooms].slice(0, mostPacks);
}

function roomPacks(client: MatrixClient, roomId: string, keys: ReadonlySet<string>): ImagePack[] {
  const room = client.getRoom(roomId);
  if (!room) return [];
  return packNames.ofRoom.flatMap((type) =>
    room.currentState
      .getStateEvents(type)
      .filter((event) => keys.has(event.getStateKey() ?? ''))
      .flatMap(
        (event) =>
          readPack(`${roomId} ${event.getStateKey() ?? ''}`, room.name, event.getContent()) ?? [],
      ),
  );
}

/** Null for what holds no stickers. */
export function readPack(id: string, fallback: string | null, content: Content): ImagePack | null {
  const pack = (content.pack ?? {}) as Content;
  const images = Object.entries((content.images ?? {}) as Record<string, Content | null>)
    .filter(([, image]) => isFor(image?.usage ?? pack.usage))
    .flatMap(([shortcode, image]) => readImage(shortcode, image ?? {}) ?? [])
    .slice(0, mostImages);
  if (images.length === 0) return null;
  const name = typeof pack.display_name === 'string' ? pack.display_name : fallback;
  return { id, name, images };
}

function readImage(shortcode: string, { url, body, info }: Content): PackImage | null {
  if (typeof url !== 'string' || !url.startsWith('mxc://')) return null;
  return {
    shortcode,
    body: typeof body === 'string' && body !== '' ? body : shortcode,
    url,
    info: typeof info === 'object' && info !== null ? (info as Content) : {},
  };
}

/** Whoever does not say means everything. */
function isFor(usage: unknown): boolean {
  return !Array.isArray(usage) || usage.length === 0 || usage.includes('sticker');
}
