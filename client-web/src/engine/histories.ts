/** Where the events of a run of messages come from: the room's newest, the surroundings of one event, or a thread. */
import { parseTimelineId } from '@/lib/timeline-id';
import type { PaginationState } from '@/matrix/types';
import type { Quotes } from './project/quotes';
import { collectThreads, relationOf, type ThreadReplies } from './project/relations';
import type { Direction, EventTimeline, MatrixClient, MatrixEvent, Room } from './sdk';

const backward = 'b' as Direction.Backward;
const forward = 'f' as Direction.Forward;
const aroundEvents = 40;

/** Events, oldest first, and whether there are more at either end. */
export interface Run {
  events: readonly MatrixEvent[];
  backwards: PaginationState;
  forwards: PaginationState;
  /** The answers in threads among all that is loaded of the room. */
  threads: ThreadReplies;
}

interface LoadedThread {
  readonly events: Map<string, MatrixEvent>;
  /** Null when the oldest answer is there. */
  from: string | null;
}

export class Histories {
  readonly #states = new Map<string, 'loading' | 'failed'>();
  readonly #threads = new Map<string, LoadedThread>();

  constructor(
    private readonly client: MatrixClient,
    private readonly quotes: Quotes,
    private readonly changed: (roomId: string) => void,
  ) {}

  /** Null while nothing of it is loaded. */
  run(room: Room, timelineId: string): Run | null {
    const place = parseTimelineId(timelineId);
    const state = (direction: 'b' | 'f') => this.#states.get(`${timelineId} ${direction}`);
    if (place.kind === 'thread') {
      const thread = this.#threads.get(timelineId);
      const events = this.#threadEvents(room, place.eventId, thread);
      const isWhole = thread !== undefined && thread.from === null;
      const backwards = state('b') ?? (isWhole ? 'end' : 'idle');
      return { events, backwards, forwards: 'end', threads: new Map() };
    }
    const start =
      place.kind === 'live' ? room.getLiveTimeline() : room.getTimelineForEvent(place.eventId);
    if (!start) return null;
    const chain = chainOf(start);
    const events = chain.flatMap((timeline) => timeline.getEvents());
    const isAtStart =
      chain[0]?.getPaginationToken(backward) === null || events[0]?.getType() === 'm.room.create';
    const isAtEnd =
      chain.includes(room.getLiveTimeline()) || chain.at(-1)?.getPaginationToken(forward) === null;
    return {
      events,
      backwards: state('b') ?? (isAtStart ? 'end' : 'idle'),
      forwards: state('f') ?? (isAtEnd ? 'end' : 'idle'),
      threads: collectThreads(events),
    };
  }

  /** Loads what is needed to show anything of it. */
  async open(timelineId: string): Promise<void> {
    const { kind, roomId, eventId } = { eventId: '', ...parseTimelineId(timelineId) };
    const room = this.client.getRoom(roomId);
    if (!room) return;
    if (kind === 'thread') {
      await this.quotes.load(roomId, eventId);
      if (!this.#threads.has(timelineId)) await this.paginate(timelineId, 'b', aroundEvents);
    } else if (kind === 'around' && !room.getTimelineForEvent(eventId)) {
      await this.client.getEventTimeline(room.getUnfilteredTimelineSet(), eventId);
      this.changed(roomId);
      await this.paginate(timelineId, 'b', aroundEvents);
      await this.paginate(timelineId, 'f', aroundEvents);
    }
  }

  /** Loads more at one end. Does nothing while that is going on, and where there is no more. */
  async paginate(timelineId: string, direction: 'b' | 'f', limit: number): Promise<void> {
    const { kind, roomId } = parseTimelineId(timelineId);
    const room = this.client.getRoom(roomId);
    const run = room && this.run(room, timelineId);
    if (!run) return;
    const before = direction === 'b' ? run.backwards : run.forwards;
    if (before === 'loading' || before === 'end') return;
    this.#setState(timelineId, direction, 'loading');
    try {
      if (kind === 'thread') await this.#paginateThread(timelineId, limit);
      else await this.#paginateRoom(room, timelineId, direction, limit);
      this.#setState(timelineId, direction, null);
    } catch (error) {
      this.#setState(timelineId, direction, 'failed');
      throw error;
    }
  }

  async #paginateRoom(
    room: Room,
    timelineId: string,
    direction: 'b' | 'f',
    limit: number,
  ): Promise<void> {
    const place = parseTimelineId(timelineId);
    const start =
      place.kind === 'around' ? room.getTimelineForEvent(place.eventId) : room.getLiveTimeline();
    const chain = start ? chainOf(start) : [];
    const timeline = direction === 'b' ? chain[0] : chain.at(-1);
    if (!timeline) return;
    await this.client.paginateEventTimeline(timeline, { backwards: direction === 'b', limit });
    // The SDK keeps the members that came with history at the far end only; people are named by the current state.
    const far = timeline.getState(direction === 'b' ? backward : forward);
    room.currentState.setUnknownStateEvents(far?.getStateEvents('m.room.member') ?? []);
  }

  async #paginateThread(timelineId: string, limit: number): Promise<void> {
    const { roomId, eventId: rootId } = { eventId: '', ...parseTimelineId(timelineId) };
    const thread = this.#threads.get(timelineId) ?? { events: new Map(), from: null };
    const { events, nextBatch } = await this.client.relations(roomId, rootId, 'm.thread', null, {
      dir: backward,
      limit,
      ...(thread.from === null ? {} : { from: thread.from }),
    });
    for (const event of events) {
      const eventId = event.getId();
      if (eventId !== undefined) thread.events.set(eventId, event);
    }
    thread.from = nextBatch ?? null;
    this.#threads.set(timelineId, thread);
  }

  /** The first message and the answers, those included that sync has brought. */
  #threadEvents(room: Room, rootId: string, thread: LoadedThread | undefined): MatrixEvent[] {
    const live = collectThreads(chainOf(room.getLiveTimeline()).flatMap((t) => t.getEvents()));
    const byId = new Map(thread?.events);
    for (const event of live.get(rootId) ?? []) byId.set(event.getId() ?? '', event);
    const replies = [...byId.values()]
      .filter((event) => relationOf(event).type === 'm.thread' || event.isRedacted())
      .map((event) => room.findEventById(event.getId() ?? '') ?? event)
      .sort((a, b) => a.getTs() - b.getTs());
    const root = this.quotes.find(room, rootId);
    return root ? [root, ...replies] : replies;
  }

  #setState(timelineId: string, direction: 'b' | 'f', state: 'loading' | 'failed' | null): void {
    const name = `${timelineId} ${direction}`;
    if (state) this.#states.set(name, state);
    else this.#states.delete(name);
    this.changed(parseTimelineId(timelineId).roomId);
  }
}

/** Runs of events that were found to touch each other, oldest first. */
function chainOf(start: EventTimeline): EventTimeline[] {
  const chain = [start];
  for (
    let t = start.getNeighbouringTimeline(backward);
    t;
    t = t.getNeighbouringTimeline(backward)
  ) {
    chain.unshift(t);
  }
  for (let t = start.getNeighbouringTimeline(forward); t; t = t.getNeighbouringTimeline(forward)) {
    chain.push(t);
  }
  return chain;
}
