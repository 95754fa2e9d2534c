/** Which messages of a group are shown as one album. Pure. */
import type { ImageContent, MessageItem, VideoContent } from '@/matrix/types';

/** Messages that are drawn as one bubble. */
export type Unit = readonly [MessageItem, ...MessageItem[]];

const MOST_IN_ALBUM = 10;
/** Pictures of senders that know no albums belong together when they come this quickly. */
const ALBUM_GAP_MS = 5_000;

function mayJoin(unit: Unit, item: MessageItem): boolean {
  const last = unit[unit.length - 1];
  if (last === undefined || unit.length >= MOST_IN_ALBUM) return false;
  const [before, next] = [last.content, item.content];
  if (!isTile(before) || !isTile(next)) return false;
  // Each has a place of its own in an answer, a forward, a thread.
  if (
    item.reply ||
    item.thread ||
    last.thread ||
    item.forwardedFrom?.userId !== last.forwardedFrom?.userId
  ) {
    return false;
  }
  if (before.album !== null || next.album !== null) return before.album === next.album;
  const isQuick = Math.abs(item.ts - last.ts) <= ALBUM_GAP_MS;
  return isQuick && before.caption === null && next.caption === null;
}

type Tile = ImageContent | VideoContent;

function isTile(content: MessageItem['content']): content is Tile {
  return content.kind === 'image' || (content.kind === 'video' && content.look !== 'round');
}

/** The messages in bubbles: most alone, pictures that belong together as one. */
export function toUnits(items: readonly MessageItem[]): readonly Unit[] {
  const units: Unit[] = [];
  for (const item of items) {
    const last = units[units.length - 1];
    if (last !== undefined && mayJoin(last, item)) units[units.length - 1] = [...last, item];
    else units.push([item]);
  }
  return units;
}
