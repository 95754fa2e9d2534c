/**
 * Where somebody is, for a while: state that begins and ends it, and messages that tell the places.
 * https://github.com/matrix-org/matrix-spec-proposals/pull/3489, under the names it has until it is in the specification.
 */
import { ownTypes } from '@/lib/own-types';
import type { LiveLocationContent, LivePlace } from '@/matrix/types';
import type { MatrixEvent, Room } from '../sdk';
import { type Claims, claims, number, text } from './claims';
import { geoPlace } from './media';
import { relatedEvents } from './relations';

/** The one that we send, then those that we understand. */
export const liveStartTypes = ['org.matrix.msc3672.beacon_info', 'm.beacon_info'] as const;
export const livePlaceTypes = ['org.matrix.msc3672.beacon', 'm.beacon'] as const;

const timeNames = ['org.matrix.msc3488.ts', 'm.ts'] as const;
const locationNames = ['org.matrix.msc3488.location', 'm.location'] as const;
const assetNames = ['org.matrix.msc3488.asset', 'm.asset'] as const;
const longestMs = 7 * 86_400_000;
const lastMoment = 8.64e15;

export const isLiveStart = (type: string): boolean => liveStartTypes.some((each) => each === type);
export const isLivePlace = (type: string): boolean => livePlaceTypes.some((each) => each === type);

/** The event that begins it, by itself; null for one that ends it, and for what is none. */
export function projectLiveStart(event: MatrixEvent): LiveLocationContent | null {
  const content = event.getContent<Claims>();
  const timeout = number(content.timeout, 1, longestMs);
  const isOwners = event.getStateKey() === event.getSender();
  if (!isLiveStart(event.getType()) || content.live !== true || timeout === null || !isOwners) {
    return null;
  }
  const startedTs = timeOf(content) ?? event.getTs();
  return { kind: 'live', startedTs, endsTs: startedTs + timeout, isStopped: false, place: null };
}

/** With what was told since, as far as it is loaded. */
export function withPlace(
  room: Room,
  event: MatrixEvent,
  content: LiveLocationContent,
): LiveLocationContent {
  const places = toldPlaces(room, event).filter(
    ({ ts }) => ts >= content.startedTs && ts <= content.endsTs,
  );
  const last = places.reduce<LivePlace | null>(
    (newest, place) => (newest === null || place.ts >= newest.ts ? place : newest),
    null,
  );
  return { ...content, place: last, isStopped: isReplaced(room, event) };
}

/** Changes whenever the above does. */
export function liveStamp(room: Room, event: MatrixEvent): string {
  if (!isLiveStart(event.getType())) return '';
  return `${toldPlaces(room, event).length} ${isReplaced(room, event)}`;
}

function toldPlaces(room: Room, event: MatrixEvent): LivePlace[] {
  return relatedEvents(room, event.getId() ?? '', 'm.reference', livePlaceTypes)
    .filter((told) => told.getSender() === event.getSender() && !told.isRedacted())
    .flatMap((told) => projectPlace(told.getContent()) ?? []);
}

function projectPlace(content: Claims): LivePlace | null {
  const location = claims(locationNames.map((name) => content[name]).find(Boolean));
  const place = geoPlace(text(location.uri));
  const ts = timeOf(content);
  return place && ts !== null ? { ...place, ts } : null;
}

function timeOf(content: Claims): number | null {
  return number(timeNames.map((name) => content[name]).find(Boolean), 0, lastMoment);
}

/** State that came after it took its place: it was ended, or begun anew. */
function isReplaced(room: Room, event: MatrixEvent): boolean {
  const now = room.currentState.getStateEvents(event.getType(), event.getStateKey() ?? '');
  return now !== null && now.getId() !== event.getId();
}

interface LiveStart {
  readonly durationMs: number;
  readonly startedTs: number;
  readonly isLive: boolean;
  readonly deviceId: string;
}

export function liveStartContent({ durationMs, startedTs, isLive, deviceId }: LiveStart): Claims {
  return {
    timeout: durationMs,
    live: isLive,
    [timeNames[0]]: startedTs,
    [assetNames[0]]: { type: 'm.self' },
    [ownTypes.device]: deviceId,
  };
}

export function livePlaceContent(eventId: string, { latitude, longitude, ts }: LivePlace): Claims {
  return {
    'm.relates_to': { rel_type: 'm.reference', event_id: eventId },
    [locationNames[0]]: { uri: `geo:${latitude},${longitude}` },
    [timeNames[0]]: ts,
  };
}
