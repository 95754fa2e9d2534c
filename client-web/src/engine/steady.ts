/**
 * What is shown stays, as long as whoever knows more only knows it later: a message that is being decrypted, what is younger
 * than what the last start left of the chats, what waits to be sent while nothing else is known. Pure.
 */
import type { MessageItem, RoomSummary, TimelineItem, TimelineSnapshot } from '@/matrix/types';

/** Until the first sync the source `isBehind`: what was shown may be younger than what it knows. */
export function steadyTimeline(
  shown: TimelineSnapshot,
  now: TimelineSnapshot,
  isBehind: boolean,
): TimelineSnapshot {
  const known = isBehind ? withYounger(shown.items, now.items) : now.items;
  const items = withWords(shown.items, known);
  if (items === now.items) return now;
  const isThere = items.some(({ key }) => key === now.ownReadKey);
  return { ...now, items, ownReadKey: isThere ? now.ownReadKey : shown.ownReadKey };
}

/** A row of the list by the same rules; until the first sync nobody knows that a room is gone. */
export function steadySummary(
  shown: RoomSummary | undefined,
  now: RoomSummary | null,
  isBehind: boolean,
): RoomSummary | null {
  if (!shown) return now;
  if (!now) return isBehind ? shown : null;
  const { lastMessage, activityTs } = shown;
  if (isBehind && now.activityTs < activityTs) return { ...now, lastMessage, activityTs };
  if (!lastMessage || !now.lastMessage || !isPending(now.lastMessage.content)) return now;
  if (lastMessage.eventId !== now.lastMessage.eventId) return { ...now, lastMessage, activityTs };
  return { ...now, lastMessage: { ...now.lastMessage, content: lastMessage.content } };
}

/** What is remembered of a timeline, with what waits to be sent now. */
export function withWaiting(
  shown: TimelineSnapshot,
  waiting: readonly MessageItem[],
): TimelineSnapshot {
  const others = shown.items.filter((item) => !isOnItsWay(item));
  const keys = new Set(others.map(({ key }) => key));
  return { ...shown, items: [...others, ...waiting.filter(({ key }) => !keys.has(key))] };
}

/** What was on its way when it was remembered, and does not wait any more, the server has taken. */
export function asTaken(
  remembered: TimelineSnapshot,
  waitingKeys: ReadonlySet<string>,
): TimelineSnapshot {
  const items = remembered.items.map((item) =>
    isOnItsWay(item) && !waitingKeys.has(item.key)
      ? ({ ...item, delivery: 'sent', error: null, upload: null } satisfies MessageItem)
      : item,
  );
  return { ...remembered, items };
}

/**
 * What is being decrypted keeps the words by which it is known: our own, or those of the last start. At the end, where nobody
 * misses it, it comes when it can be read, or never, as a vote that is no message.
 */
function withWords(shown: readonly TimelineItem[], now: TimelineItem[]): TimelineItem[] {
  if (!now.some(isPendingItem)) return now;
  const known = new Map(shown.map((item) => [item.key, item]));
  const lastKnown = now.findLastIndex(({ key }) => known.has(key));
  return now.flatMap((item, index): TimelineItem | [] => {
    if (!isPendingItem(item)) return item;
    const before = known.get(item.key);
    if (before?.kind === 'message') return asBefore(item, before);
    return lastKnown >= 0 && index > lastKnown ? [] : item;
  });
}

/** All that only the words tell is as it was. */
function asBefore(item: MessageItem, before: MessageItem): MessageItem {
  const { content, isEdited, forwardedFrom, mentionsUs } = before;
  return { ...item, content, isEdited, forwardedFrom, mentionsUs };
}

/** With what is younger than the newest event that is known. */
function withYounger(shown: readonly TimelineItem[], now: TimelineItem[]): TimelineItem[] {
  const newest = now.findLastIndex(({ eventId }) => eventId !== null);
  const at = shown.findLastIndex(({ key }) => key === now[newest]?.key);
  if (at < 0) return now;
  const keys = new Set(now.map(({ key }) => key));
  const younger = shown.slice(at + 1).filter((item) => !keys.has(item.key) && !isOnItsWay(item));
  return younger.length === 0 ? now : now.toSpliced(newest + 1, 0, ...younger);
}

/** It says nothing yet, and will in a moment. */
function isPending(content: { kind: string; reason?: string }): boolean {
  return content.kind === 'undecryptable' && content.reason === 'pending';
}

function isPendingItem(item: TimelineItem): item is MessageItem {
  return item.kind === 'message' && isPending(item.content);
}

function isOnItsWay(item: TimelineItem): item is MessageItem {
  return item.kind === 'message' && item.eventId === null && item.delivery !== 'sent';
}
