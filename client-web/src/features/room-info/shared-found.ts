/** What was found of one kind in a room, page by page, the newest first. Pure. */
import type { SharedKind } from '@/matrix/protocol/profile';
import type { FoundMessage } from '@/matrix/types';

export interface Found {
  readonly kind: SharedKind;
  readonly messages: readonly FoundMessage[];
  /** Where older ones begin; null when there are none. */
  readonly next: string | null;
}

/** With the page of older ones behind it. */
export function continued(known: Found, older: Found): Found {
  return { ...older, messages: [...known.messages, ...older.messages] };
}

/**
 * With the newest page before it. What was loaded stays, as long as the page reaches down to it: else there is a gap between
 * them that only loading anew can fill.
 */
export function refreshed(known: Found | null, newest: Found): Found {
  if (known === null || known.kind !== newest.kind) return newest;
  const [last] = known.messages;
  const meets = newest.messages.findIndex(({ eventId }) => eventId === last?.eventId);
  if (meets < 0) return newest;
  return { ...known, messages: [...newest.messages.slice(0, meets), ...known.messages] };
}
