/** Messages that the server sends later. */
import { memoizeLast } from '@/lib/memoize';
import type { ScheduledMessage, ScheduledState } from '@/matrix/types';

export interface ScheduledSlice {
  scheduled: ScheduledState;
}

export const initialScheduled: ScheduledSlice = { scheduled: { longestMs: null, messages: [] } };

const byRoom = memoizeLast((messages: readonly ScheduledMessage[]) =>
  Map.groupBy(messages, ({ roomId }) => roomId),
);

const none: readonly ScheduledMessage[] = [];

/** What waits to be sent to a room, the next one first. */
export const selectScheduled = (
  { scheduled }: ScheduledSlice,
  roomId: string,
): readonly ScheduledMessage[] => byRoom(scheduled.messages).get(roomId) ?? none;

/** How long a message may wait; null where nothing can be sent later. */
export const selectLongestDelay = ({ scheduled }: ScheduledSlice): number | null =>
  scheduled.longestMs;
