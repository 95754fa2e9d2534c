import { MatrixEvent } from 'matrix-js-sdk';
import { describe, expect, it } from 'vitest';
import type { Room } from '../sdk';
import { projectCall } from './call';

const now = Date.now();
let made = 0;

function event(type: string, atMs: number, content: Record<string, unknown> = {}): MatrixEvent {
  made += 1;
  return new MatrixEvent({
    event_id: `$${made}`,
    room_id: '!r',
    sender: '@anna:x',
    type,
    origin_server_ts: now + atMs,
    content: { call_id: 'c', version: '1', ...content },
  });
}

const invite = (atMs = 0, sdp = 'v=0') =>
  event('m.call.invite', atMs, { lifetime: 60_000, offer: { type: 'offer', sdp } });

/** What is told of the first of the events. */
function told(...events: MatrixEvent[]) {
  const room = { getTimelineForEvent: () => ({ getEvents: () => events }) } as unknown as Room;
  const [first] = events;
  return first ? projectCall(room, first) : null;
}

describe('projectCall', () => {
  it('tells how long was talked', () => {
    const call = told(invite(), event('m.call.answer', 4_000), event('m.call.hangup', 46_000));
    expect(call).toEqual({ type: 'call', isVideo: false, outcome: 'ended', durationMs: 42_000 });
  });

  it('tells calls that were not taken from those that were turned down', () => {
    expect(told(invite(), event('m.call.hangup', 9_000))).toMatchObject({ outcome: 'missed' });
    expect(told(invite(), event('m.call.reject', 9_000))).toMatchObject({ outcome: 'declined' });
    expect(told(invite(-120_000))).toMatchObject({ outcome: 'missed' });
    expect(told(invite())).toMatchObject({ outcome: 'open' });
  });

  it('leaves other calls out of it', () => {
    const other = event('m.call.hangup', 1_000, { call_id: 'another' });
    expect(told(invite(), other)).toMatchObject({ outcome: 'open' });
  });

  it('knows a call with pictures, and what is none', () => {
    expect(told(invite(0, 'v=0\r\nm=video 9 x'))).toMatchObject({ isVideo: true });
    expect(told(event('m.call.invite', 0, { call_id: 7 }))).toBeNull();
    expect(told(event('m.call.hangup', 0))).toBeNull();
  });
});
