/**
 * Looks through many histories at once, the newest messages first: whichever was followed back least is next. So at any
 * moment everything since one time was seen, and what was found since then is complete and in order. Pure but for its sources.
 */
import type { AcrossCursor, AcrossPage, FoundAcross } from '@/matrix/protocol/across';

/** A history that is read backwards. */
export interface Source {
  readonly id: string;
  /** When its newest message was sent, or later. */
  readonly newest: number;
  page(token: string | null): Promise<SourcePage>;
}

export interface SourcePage {
  readonly messages: readonly FoundAcross[];
  /** Where to go on; null at the beginning. */
  readonly next: string | null;
  /** The time of the oldest message that was looked at; null where there was none. */
  readonly reached: number | null;
}

export interface Bounds {
  /** So many pages are asked for at once, so many times. */
  readonly abreast: number;
  readonly rounds: number;
  /** With so many complete finds there is no need to look further yet. */
  readonly enough: number;
}

type Places = Map<string, AcrossCursor[string]>;

export async function lookAcross(
  sources: readonly Source[],
  from: AcrossCursor | null,
  { abreast, rounds, enough }: Bounds,
): Promise<AcrossPage> {
  const places: Places = new Map(
    sources.map(({ id, newest }) => [id, from?.[id] ?? { token: null, reached: newest }]),
  );
  const messages: FoundAcross[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const next = leastFollowed(sources, places).slice(0, abreast);
    if (next.length === 0) break;
    await Promise.all(next.map((source) => follow(source, places, messages)));
    const since = completeSince(places);
    if (messages.filter(({ ts }) => since === null || ts >= since).length >= enough) break;
  }
  const since = completeSince(places);
  return {
    messages,
    next: since === null ? null : Object.fromEntries(places),
    completeSince: since,
  };
}

function leastFollowed(sources: readonly Source[], places: Places): readonly Source[] {
  const reached = ({ id }: Source) => places.get(id)?.reached ?? null;
  return sources
    .filter((source) => reached(source) !== null)
    .sort((one, other) => (reached(other) ?? 0) - (reached(one) ?? 0));
}

async function follow(source: Source, places: Places, messages: FoundAcross[]): Promise<void> {
  const before = places.get(source.id);
  if (!before) return;
  const page = await source.page(before.token);
  messages.push(...page.messages);
  const reached =
    page.next === null ? null : Math.min(page.reached ?? Infinity, before.reached ?? 0);
  places.set(source.id, { token: page.next, reached });
}

/** The newest time at which some history still waits to be looked at. */
function completeSince(places: Places): number | null {
  const waiting = [...places.values()].flatMap(({ reached }) => reached ?? []);
  return waiting.length === 0 ? null : Math.max(...waiting);
}
