/**
 * What a run of messages is called: a room's newest messages by the room's id, the surroundings of one event and the answers
 * in a thread by that id and the event's. Spaces occur in neither.
 */

export type TimelinePlace =
  | { readonly kind: 'live'; readonly roomId: string }
  /** Around an event, wherever it is in the history. */
  | { readonly kind: 'around'; readonly roomId: string; readonly eventId: string }
  /** A thread, by the event that it began with. */
  | { readonly kind: 'thread'; readonly roomId: string; readonly eventId: string };

/** The messages around an event. */
export function timelineAround(roomId: string, eventId: string): string {
  return `${roomId} around ${eventId}`;
}

/** The answers to an event that began a thread. */
export function threadTimeline(roomId: string, rootId: string): string {
  return `${roomId} thread ${rootId}`;
}

/** Reads a timeline's name. */
export function parseTimelineId(timelineId: string): TimelinePlace {
  const [roomId = '', kind, eventId = ''] = timelineId.split(' ');
  if (kind === 'around' || kind === 'thread') return { kind, roomId, eventId };
  return { kind: 'live', roomId };
}
