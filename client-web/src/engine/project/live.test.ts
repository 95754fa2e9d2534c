import { describe, expect, it } from 'vitest';
import type { MatrixEvent, Room } from '../sdk';
import { livePlaceContent, liveStartContent, projectLiveStart, withPlace } from './live';

const anna = '@anna:example.org';
const startedTs = 1_000_000;
const durationMs = 900_000;

interface Fake {
  readonly id: string;
  readonly type?: string;
  readonly sender?: string;
  readonly stateKey?: string;
  readonly content: Record<string, unknown>;
}

const event = ({ id, type = 'org.matrix.msc3672.beacon_info', sender = anna, ...rest }: Fake) =>
  ({
    getId: () => id,
    getType: () => type,
    getSender: () => sender,
    getStateKey: () => rest.stateKey ?? sender,
    getTs: () => startedTs + 5,
    getContent: () => rest.content,
    isRedacted: () => false,
  }) as unknown as MatrixEvent;

const start = (change: Partial<Fake> = {}) =>
  event({
    id: '$start',
    content: { ...liveStartContent({ durationMs, startedTs, isLive: true, deviceId: 'PHONE' }) },
    ...change,
  });

const told = (id: string, ts: number, latitude: number, sender = anna) =>
  event({
    id,
    sender,
    type: 'org.matrix.msc3672.beacon',
    content: { ...livePlaceContent('$start', { latitude, longitude: 10, ts }) },
  });

/** A room with the state that there is now, and what refers to the event that began it. */
const room = (now: MatrixEvent, places: readonly MatrixEvent[]) =>
  ({
    currentState: { getStateEvents: () => now },
    relations: {
      getChildEventsForEvent: (_id: string, _type: string, eventType: string) => ({
        getRelations: () => places.filter((place) => place.getType() === eventType),
      }),
    },
  }) as unknown as Room;

const shown = (now: MatrixEvent, places: readonly MatrixEvent[]) => {
  const content = projectLiveStart(start());
  if (!content) throw new Error('not live');
  return withPlace(room(now, places), start(), content);
};

describe('a live location', () => {
  it('begins when its owner says so, and ends by itself', () => {
    expect(projectLiveStart(start())).toEqual({
      kind: 'live',
      startedTs,
      endsTs: startedTs + durationMs,
      isStopped: false,
      place: null,
    });
  });

  it.each<[string, Partial<Fake>]>([
    ['the end of one', { content: { live: false, timeout: durationMs } }],
    ['one without an end', { content: { live: true } }],
    ['one that never ends', { content: { live: true, timeout: 1e12 } }],
    ['one in the name of somebody else', { stateKey: '@ben:example.org' }],
    ['something else', { type: 'm.room.topic' }],
  ])('is not %s', (_name, change) => {
    expect(projectLiveStart(start(change))).toBeNull();
  });

  it('shows the newest place that its owner told in time', () => {
    const places = [
      told('$2', startedTs + 20, 2),
      told('$1', startedTs + 10, 1),
      told('$late', startedTs + durationMs + 1, 3),
      told('$mallory', startedTs + 30, 4, '@mallory:example.org'),
    ];
    const { place, isStopped } = shown(start(), places);
    expect(place).toEqual({ latitude: 2, longitude: 10, ts: startedTs + 20 });
    expect(isStopped).toBe(false);
  });

  it('is over when other state has taken its place, and still shows where it was', () => {
    const { place, isStopped } = shown(start({ id: '$end' }), [told('$1', startedTs + 1, 1)]);
    expect(isStopped).toBe(true);
    expect(place?.latitude).toBe(1);
  });

  it('passes over a place that is none', () => {
    const broken = event({
      id: '$x',
      type: 'org.matrix.msc3672.beacon',
      content: { 'org.matrix.msc3488.location': { uri: 'geo:900,10' } },
    });
    expect(shown(start(), [broken]).place).toBeNull();
  });
});
