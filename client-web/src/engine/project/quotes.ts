/** The messages that others answer: found where they are loaded, else asked for once. */
import type { ReplyQuote } from '@/matrix/types';
import type { MatrixEvent, Room } from '../sdk';
import { projectContent } from './content';
import { oneLine } from './one-line';
import { named } from './relations';

/** So many answers of the server are kept. */
const mostKept = 500;

type Known = MatrixEvent | 'loading' | 'missing';

export class Quotes {
  readonly #known = new Map<string, Known>();

  constructor(
    /** Rejects where the server does not give it to us. */
    private readonly fetch: (roomId: string, eventId: string) => Promise<MatrixEvent>,
    private readonly changed: (roomId: string) => void,
  ) {}

  /** Differs when the quote would. */
  stamp(room: Room, eventId: string): string {
    const event = room.findEventById(eventId) ?? this.#known.get(eventId);
    if (event === undefined || typeof event === 'string') return event ?? '';
    return [event.getType(), event.replacingEventId(), event.isRedacted()].join();
  }

  /** The event, where it is loaded or was asked for before. */
  find(room: Room, eventId: string): MatrixEvent | null {
    const event = room.findEventById(eventId) ?? this.#known.get(eventId);
    return typeof event === 'object' ? event : null;
  }

  quote(room: Room, eventId: string): ReplyQuote {
    const event = this.find(room, eventId);
    if (event) {
      const content = projectContent(event);
      const sender = named(room, event.getSender() ?? '');
      return { eventId, state: 'loaded', sender, content: content && oneLine(content) };
    }
    const state = this.#known.get(eventId) === 'missing' ? 'missing' : 'loading';
    if (!this.#known.has(eventId)) void this.load(room.roomId, eventId);
    return { eventId, state, sender: null, content: null };
  }

  /** Asks the server, unless that was done before. */
  async load(roomId: string, eventId: string): Promise<void> {
    if (this.#known.has(eventId)) return;
    this.#keep(eventId, 'loading');
    try {
      this.#keep(eventId, await this.fetch(roomId, eventId));
    } catch {
      this.#keep(eventId, 'missing');
    }
    this.changed(roomId);
  }

  #keep(eventId: string, known: Known): void {
    this.#known.delete(eventId);
    this.#known.set(eventId, known);
    if (this.#known.size <= mostKept) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}
