'use client';

import { useEffect, useRef, useState } from 'react';
import type { TimelineState } from '@/store/timelines';

/** Calls back for each message that we begin to send. */
export function useOwnMessages(timeline: TimelineState | null, onSent: () => void): void {
  const newestKey = timeline?.order[timeline.order.length - 1];
  const [seenKey, setSeenKey] = useState(newestKey);
  const newest = newestKey === undefined ? undefined : timeline?.items[newestKey];
  const isNewAndOwn =
    newestKey !== seenKey &&
    newest?.kind === 'message' &&
    newest.isOwn &&
    (newest.delivery === 'queued' || newest.delivery === 'sending');
  if (newestKey !== seenKey) setSeenKey(newestKey);
  const call = useRef(onSent);
  useEffect(() => {
    call.current = onSent;
  });
  useEffect(() => {
    if (isNewAndOwn) call.current();
  }, [isNewAndOwn, newestKey]);
}
