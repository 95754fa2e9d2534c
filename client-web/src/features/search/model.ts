/** Finding chats among those we know. Pure. */
import { fold } from '@/lib/fold';
import type { RoomSummary } from '@/matrix/types';

/** How well a chat fits: 0 for a name that begins with the query, 1 for a word that does, 2 for some other part of the name or the address, 3 for the topic. */
function rank(room: RoomSummary, query: string): number | null {
  const name = fold(room.name ?? '');
  if (name.startsWith(query)) return 0;
  if (name.split(/[\s\-_.]+/u).some((word) => word.startsWith(query))) return 1;
  if (name.includes(query)) return 2;
  if (room.directUserId !== null && fold(room.directUserId).includes(query)) return 2;
  if (room.topic !== null && fold(room.topic).includes(query)) return 3;
  return null;
}

/** The chats that fit, the best first, the newest among equals. */
export function findChats(
  rooms: Readonly<Record<string, RoomSummary>>,
  query: string,
): readonly RoomSummary[] {
  const folded = fold(query.trim());
  if (folded === '') return [];
  return Object.values(rooms)
    .map((room) => ({ room, rank: rank(room, folded) }))
    .filter((hit): hit is { room: RoomSummary; rank: number } => hit.rank !== null)
    .sort((a, b) => a.rank - b.rank || b.room.activityTs - a.room.activityTs)
    .map(({ room }) => room);
}

/** So many characters before a hit are enough to know what it is about. */
const before = 10;

/** A long text from shortly before the words that were looked for, so that they are seen on one line. */
export function snippet(text: string, words: string): string {
  const line = text.replace(/\s+/gu, ' ');
  const at = line.toLowerCase().indexOf(words.trim().toLowerCase());
  if (words.trim() === '' || at <= before) return line;
  // From the beginning of a word, where there is one near.
  const space = line.indexOf(' ', at - before);
  const from = space < 0 || space > at ? at - before : space + 1;
  return `… ${line.slice(from)}`;
}
