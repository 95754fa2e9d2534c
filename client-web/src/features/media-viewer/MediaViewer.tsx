'use client';

import type { ReactNode } from 'react';
import type { MessageItem } from '@/matrix/types';
import { useTimeline, useViewer } from '@/store/hooks';
import { setViewer } from '@/store/store';
import { visualsOf } from './model';
import { ViewerDialog } from './ViewerDialog';

/** What is done with a picture besides looking at it. */
export type ViewerQuestion = 'forward' | 'delete';

interface MediaViewerProps {
  readonly onShowInChat: (item: MessageItem) => void;
  /** Draws the dialog that an action opens. */
  readonly renderQuestion: (
    kind: ViewerQuestion,
    item: MessageItem,
    close: () => void,
  ) => ReactNode;
}

/** A picture or film over the whole window, with those before and after it; nothing while none is open. */
export function MediaViewer(props: MediaViewerProps) {
  const place = useViewer();
  const timeline = useTimeline(place?.timelineId ?? '');
  if (place === null || timeline === null) return null;
  const visuals = visualsOf(timeline.order, timeline.items);
  const index = visuals.findIndex(({ key }) => key === place.key);
  const item = visuals[index];
  // It may have been deleted while it was looked at.
  if (item === undefined) return null;
  const goTo = (next: number) => {
    const target = visuals[next];
    if (target) setViewer({ ...place, key: target.key });
  };
  return (
    <ViewerDialog
      {...props}
      timelineId={place.timelineId}
      visuals={visuals}
      item={item}
      onPrevious={() => goTo(index - 1)}
      onNext={() => goTo(index + 1)}
      onClose={() => setViewer(null)}
    />
  );
}
