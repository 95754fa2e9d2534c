'use client';

import { useEffect } from 'react';
import { setNextFinder } from '@/features/message/player';
import { voiceTrack } from '@/features/message/VoiceBody';
import type { TimelineState } from '@/store/timelines';

/** The next voice message plays on when one has ended. */
export function useVoiceQueue(timeline: TimelineState | null): void {
  useEffect(() => {
    if (timeline === null) return;
    return setNextFinder((key) => {
      const next = timeline.order.slice(timeline.order.indexOf(key) + 1);
      for (const nextKey of next) {
        const item = timeline.items[nextKey];
        const track = item?.kind === 'message' ? voiceTrack(item, item.senderId) : null;
        if (track) return track;
      }
      return null;
    });
  }, [timeline]);
}
