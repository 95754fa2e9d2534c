/** What became of a call, told where it began. */
import type { ServiceAction } from '@/matrix/types';
import type { MatrixEvent, Room } from '../sdk';
import { number, text } from './claims';

/** Whoever calls says how long it rings. */
const longestRingMs = 10 * 60 * 1000;
const usualRingMs = 60_000;
const ends: ReadonlySet<string> = new Set(['m.call.hangup', 'm.call.reject']);
/** The end of a call is not looked for among more events than these. */
const mostEvents = 500;

/** Null for what begins no call. */
export function projectCall(room: Room, event: MatrixEvent): ServiceAction | null {
  if (event.getType() !== 'm.call.invite' || event.isRedacted()) return null;
  const { call_id, lifetime, offer } = event.getContent();
  const callId = text(call_id);
  if (callId === null) return null;
  const isVideo = /^m=video [1-9]/m.test(text(offer?.sdp) ?? '');
  const later = eventsAfter(room, event).filter((each) => each.getContent().call_id === callId);
  const answer = later.find((each) => each.getType() === 'm.call.answer');
  const end = later.find((each) => ends.has(each.getType()));
  const call = { type: 'call', isVideo } as const;
  if (answer) {
    const durationMs = end ? Math.max(0, end.getTs() - answer.getTs()) : null;
    return { ...call, outcome: end ? 'ended' : 'open', durationMs };
  }
  if (end?.getType() === 'm.call.reject') return { ...call, outcome: 'declined', durationMs: null };
  const ringMs = number(lifetime, 0, longestRingMs) ?? usualRingMs;
  const isOver = end !== undefined || event.getLocalAge() > ringMs;
  return { ...call, outcome: isOver ? 'missed' : 'open', durationMs: null };
}

/** Differs when something else is to be told of the call. */
export function callStamp(room: Room, event: MatrixEvent): string {
  return event.getType() === 'm.call.invite' ? JSON.stringify(projectCall(room, event)) : '';
}

/** What followed it, as far as that is loaded together with it. */
function eventsAfter(room: Room, event: MatrixEvent): readonly MatrixEvent[] {
  const events = room.getTimelineForEvent(event.getId() ?? '')?.getEvents() ?? [];
  const at = events.indexOf(event);
  return at < 0 ? [] : events.slice(at + 1, at + 1 + mostEvents);
}
