/** When a place is worth telling. Pure. */
import { distanceBetween } from '@/lib/places';
import type { LivePlace } from '@/matrix/types';

/** Nobody follows closer than this. */
const shortestPauseMs = 5_000;
/** Without a move somebody still wants to know that it holds. */
const longestPauseMs = 60_000;
const worthyMetres = 10;

/** Often enough for who follows, seldom enough for battery and server. */
export function isWorthTelling(last: LivePlace | null, place: LivePlace): boolean {
  if (last === null) return true;
  const pause = place.ts - last.ts;
  if (pause < shortestPauseMs) return false;
  return pause >= longestPauseMs || distanceBetween(last, place) >= worthyMetres;
}
