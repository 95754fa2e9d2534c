/** What can be looked at one after the other. Pure. */
import type { ImageContent, MessageItem, TimelineItem, VideoContent } from '@/matrix/types';

/** A message with a picture or a film. */
export interface VisualItem extends MessageItem {
  readonly content: ImageContent | VideoContent;
}

function isVisual(item: TimelineItem | undefined): item is VisualItem {
  if (item?.kind !== 'message') return false;
  const { content } = item;
  return content.kind === 'image' || (content.kind === 'video' && content.look !== 'round');
}

/** The pictures and films of a timeline, oldest first. */
export function visualsOf(
  order: readonly string[],
  items: Readonly<Record<string, TimelineItem>>,
): VisualItem[] {
  return order.flatMap((key) => {
    const item = items[key];
    return isVisual(item) ? item : [];
  });
}

/** Those that were sent together with one of them, itself included. */
export function albumOf(
  visuals: readonly VisualItem[],
  current: VisualItem,
): readonly VisualItem[] {
  const { album } = current.content;
  return album === null ? [current] : visuals.filter(({ content }) => content.album === album);
}
