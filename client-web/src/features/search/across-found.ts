/** What was found in all chats, stretch by stretch, the newest first. Pure. */
import type { AcrossCursor, AcrossPage, FoundAcross } from '@/matrix/protocol/across';

export interface Found {
  /** Complete and in order. */
  readonly messages: readonly FoundAcross[];
  /** Older than what is complete: others may come between them. */
  readonly waiting: readonly FoundAcross[];
  readonly next: AcrossCursor | null;
  /** Null when everything was looked at. */
  readonly completeSince: number | null;
}

/** With the next stretch behind what is known. */
export function withPage(known: Found | null, page: AcrossPage): Found {
  const { next, completeSince } = page;
  const since = completeSince ?? Number.NEGATIVE_INFINITY;
  const rest = [...(known?.waiting ?? []), ...page.messages].sort((a, b) => b.ts - a.ts);
  return {
    messages: [...(known?.messages ?? []), ...rest.filter(({ ts }) => ts >= since)],
    waiting: rest.filter(({ ts }) => ts < since),
    next,
    completeSince,
  };
}
