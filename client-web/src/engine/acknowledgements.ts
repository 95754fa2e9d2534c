/** Own messages that the server has taken and that sync has not brought back yet. */
import type { OutboxEntry } from './outbox';

export interface Acknowledged {
  entry: OutboxEntry;
  eventId: string;
}

/** The sync with a gap may have been answered before the server took the message; the next one was asked for after that. */
const syncsAfterGap = 2;

export class Acknowledgements {
  readonly #rooms = new Map<string, readonly Acknowledged[]>();
  /** What was taken before a gap, by event: how many more syncs it is waited for. */
  readonly #chances = new Map<string, number>();

  add(entry: OutboxEntry, eventId: string): void {
    const { roomId } = entry;
    this.#rooms.set(roomId, [...(this.#rooms.get(roomId) ?? []), { entry, eventId }]);
  }

  /** Those of a room that are not among its events. */
  waiting(roomId: string, isHere: (eventId: string) => boolean): readonly Acknowledged[] {
    const left = (this.#rooms.get(roomId) ?? []).filter(({ eventId }) => !isHere(eventId));
    this.#keep(roomId, left);
    return left;
  }

  /** A gap cut the room's timeline: what was taken before is in it, or comes with the sync after this one. */
  cut(roomId: string): void {
    for (const { eventId } of this.#rooms.get(roomId) ?? []) {
      this.#chances.set(eventId, syncsAfterGap);
    }
  }

  /** A sync is in; says in which rooms something turned out to be in a gap. */
  synced(): string[] {
    for (const [eventId, chances] of this.#chances) this.#chances.set(eventId, chances - 1);
    const isGivenUp = ({ eventId }: Acknowledged) => this.#chances.get(eventId) === 0;
    const changed = [...this.#rooms].filter(([, waiting]) => waiting.some(isGivenUp));
    for (const [roomId, waiting] of changed) {
      this.#keep(
        roomId,
        waiting.filter((one) => !isGivenUp(one)),
      );
    }
    for (const [eventId, chances] of this.#chances) {
      if (chances === 0) this.#chances.delete(eventId);
    }
    return changed.map(([roomId]) => roomId);
  }

  #keep(roomId: string, waiting: readonly Acknowledged[]): void {
    if (waiting.length > 0) this.#rooms.set(roomId, waiting);
    else this.#rooms.delete(roomId);
  }
}
