/** Where each conversation was left in this tab, for coming back to the same place. Forgotten with the tab. */
import type { TimelineWindow } from './model';
import type { Anchor } from './use-anchored-scroll';

interface Position {
  readonly window: TimelineWindow;
  readonly anchor: Anchor;
}

const positions = new Map<string, Position>();

/** Null for a conversation that was left at its end, or not seen yet. */
export function recallPosition(timelineId: string): Position | null {
  return positions.get(timelineId) ?? null;
}

/** Null when the reader was at the end. */
export function rememberPosition(timelineId: string, position: Position | null): void {
  if (position === null) positions.delete(timelineId);
  else positions.set(timelineId, position);
}
