/** Tells chats where this device is, for a while that each of them was promised. */
import { ownTypes } from '@/lib/own-types';
import type { LivePlace, LiveShare } from '@/matrix/types';
import type { StoredSession } from './database';
import { EngineFailure } from './errors';
import {
  isLiveStart,
  livePlaceContent,
  livePlaceTypes,
  liveStartContent,
  liveStartTypes,
  projectLiveStart,
} from './project/live';
import type { MatrixClient, MatrixEvent } from './sdk';

type StateType = Parameters<MatrixClient['sendStateEvent']>[1];

const [startType] = liveStartTypes;
const [placeType] = livePlaceTypes;

export interface LiveWorld {
  now(): number;
  /** Sends at once, locked where the room is encrypted. */
  send(roomId: string, type: string, content: Record<string, unknown>): Promise<unknown>;
  tell(shares: LiveShare[]): void;
}

export class LiveLocations {
  readonly #shares = new Map<string, LiveShare>();

  constructor(
    private readonly client: MatrixClient,
    private readonly session: Pick<StoredSession, 'userId' | 'deviceId'>,
    private readonly world: LiveWorld,
  ) {}

  /** What was promised before this start. */
  resume(): void {
    for (const room of this.client.getRooms()) {
      const event = room.currentState.getStateEvents(startType, this.session.userId);
      if (event) this.#read(event);
    }
    this.#publish();
  }

  /** State of a room came by sync. */
  consider(event: MatrixEvent): void {
    if (!isLiveStart(event.getType()) || event.getStateKey() !== this.session.userId) return;
    this.#read(event);
    this.#publish();
  }

  async start(roomId: string, durationMs: number): Promise<void> {
    const startedTs = this.world.now();
    const { deviceId } = this.session;
    const content = liveStartContent({ durationMs, startedTs, isLive: true, deviceId });
    const eventId = await this.#put(roomId, content);
    // The page knows the place already, and sync may take its time.
    this.#shares.set(roomId, { roomId, eventId, endsTs: startedTs + durationMs });
    this.#publish();
  }

  /** A chat that cannot be reached now is told the next place. */
  async tell(place: LivePlace): Promise<void> {
    this.#forgetEnded();
    const told = [...this.#shares.values()].map(({ roomId, eventId }) =>
      this.world.send(roomId, placeType, livePlaceContent(eventId, place)),
    );
    await Promise.allSettled(told);
  }

  async stop(roomId: string): Promise<void> {
    const event = this.client
      .getRoom(roomId)
      ?.currentState.getStateEvents(startType, this.session.userId);
    if (!event) throw new EngineFailure('notFound');
    await this.#put(roomId, { ...event.getContent(), live: false });
    this.#shares.delete(roomId);
    this.#publish();
  }

  async #put(roomId: string, content: Record<string, unknown>): Promise<string> {
    const { userId } = this.session;
    const answer = await this.client.sendStateEvent(
      roomId,
      startType as StateType,
      content as never,
      userId,
    );
    return answer.event_id;
  }

  /** Ours alone: another device of ours tells what it has promised. */
  #read(event: MatrixEvent): void {
    const roomId = event.getRoomId();
    const eventId = event.getId();
    if (roomId === undefined || eventId === undefined) return;
    const live = projectLiveStart(event);
    const isOurs = event.getContent()[ownTypes.device] === this.session.deviceId;
    if (live && isOurs && live.endsTs > this.world.now()) {
      this.#shares.set(roomId, { roomId, eventId, endsTs: live.endsTs });
    } else {
      this.#shares.delete(roomId);
    }
  }

  #forgetEnded(): void {
    const ended = [...this.#shares.values()].filter(({ endsTs }) => endsTs <= this.world.now());
    for (const { roomId } of ended) this.#shares.delete(roomId);
    if (ended.length > 0) this.#publish();
  }

  #publish(): void {
    this.world.tell([...this.#shares.values()]);
  }
}
