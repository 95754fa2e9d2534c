/**
 * Messages that the server sends later. They wait on the server, locked as they will be sent; what they say is read from
 * there again. https://github.com/matrix-org/matrix-spec-proposals/pull/4140
 */
import type { ScheduledMessage, ScheduledState } from '@/matrix/types';
import type { Encryption } from './crypto/encryption';
import { describeError, EngineFailure } from './errors';
import type { Content } from './outgoing';
import { type Claims, claims, list, number, text } from './project/claims';
import { projectPlainContent } from './project/content';
import type { MatrixClient, MatrixSdk } from './sdk';

const unstable = 'org.matrix.msc4140';
const prefix = `/_matrix/client/unstable/${unstable}`;
/** A server that does not say keeps a message no longer than this. */
const usualLongestMs = 24 * 60 * 60 * 1000;
/** The server may be that late. */
const latenessMs = 1_500;
/** Timers cannot wait longer. */
const longestTimerMs = 2 ** 31 - 1;

interface PlainEvent {
  eventType: string;
  content: Content;
}

interface Waiting extends ScheduledMessage {
  event: PlainEvent;
}

export interface ScheduledWorld {
  now(): number;
  newTransactionId(): string;
  tell(state: ScheduledState): void;
}

export class Scheduled {
  #waiting: readonly Waiting[] = [];
  #longestMs: number | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isStopped = false;

  constructor(
    private readonly client: MatrixClient,
    private readonly sdk: MatrixSdk,
    private readonly encryption: Encryption,
    private readonly world: ScheduledWorld,
  ) {}

  /** Learns whether the server sends anything later, and what waits. */
  async start(): Promise<void> {
    if (!(await this.client.doesServerSupportUnstableFeature(unstable))) return;
    const capabilities = claims(await this.client.getCapabilities());
    const { max_delay_ms } = claims(capabilities[`${unstable}.delayed_events`]);
    this.#longestMs = number(max_delay_ms, 0, Number.MAX_SAFE_INTEGER) ?? usualLongestMs;
    await this.refresh();
  }

  async refresh(): Promise<void> {
    if (this.#longestMs === null) return;
    const answer = claims(await this.#ask('Get', '/delayed_events'));
    const told = await Promise.all(list(answer.delayed_events).map((each) => this.#read(each)));
    if (this.#isStopped) return;
    this.#waiting = told
      .filter((message) => message !== null)
      .sort((one, other) => one.sendAt - other.sendAt);
    this.#publish();
    this.#lookAgain();
  }

  async add(roomId: string, event: PlainEvent, sendAt: number): Promise<void> {
    await this.#send(roomId, event, sendAt);
    await this.refresh();
  }

  async act(delayId: string, action: 'send' | 'cancel'): Promise<void> {
    try {
      await this.#update(delayId, action);
    } finally {
      await this.refresh();
    }
  }

  /** The new one is there before the old one goes: nothing is lost, and what was sent meanwhile is not sent twice. */
  async move(delayId: string, sendAt: number): Promise<void> {
    const before = this.#waiting.find((message) => message.delayId === delayId);
    if (!before) throw new EngineFailure('notFound', delayId);
    const moved = await this.#send(before.roomId, before.event, sendAt);
    try {
      await this.#update(delayId, 'cancel');
    } catch (error) {
      await this.#update(moved, 'cancel');
      throw error;
    } finally {
      await this.refresh();
    }
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  async #send(roomId: string, event: PlainEvent, sendAt: number): Promise<string> {
    const locked = await this.encryption.lock(roomId, event.eventType, event.content);
    const path = ['rooms', roomId, 'send', locked.eventType, this.world.newTransactionId()];
    const delay = String(Math.max(1, sendAt - this.world.now()));
    const answer = await this.client.http.authedRequest<{ delay_id: string }>(
      this.sdk.Method.Put,
      `/${path.map(encodeURIComponent).join('/')}`,
      { [`${unstable}.delay`]: delay },
      locked.content,
    );
    return answer.delay_id;
  }

  async #update(delayId: string, action: 'send' | 'cancel'): Promise<void> {
    await this.#ask('Post', `/delayed_events/${encodeURIComponent(delayId)}`, { action });
  }

  #ask(method: 'Get' | 'Post', path: string, body?: Content): Promise<unknown> {
    const { Method } = this.sdk;
    return this.client.http.authedRequest(Method[method], path, undefined, body, { prefix });
  }

  /** Null for what is no message, such as state. */
  async #read(told: unknown): Promise<Waiting | null> {
    const { delay_id, room_id, type, state_key, content, delay, running_since } = claims(told);
    const delayId = text(delay_id);
    const roomId = text(room_id);
    const eventType = text(type);
    if (delayId === null || roomId === null || eventType === null) return null;
    if (state_key !== undefined) return null;
    const since = number(running_since, 0, Number.MAX_SAFE_INTEGER) ?? 0;
    const sendAt = since + (number(delay, 0, Number.MAX_SAFE_INTEGER) ?? 0);
    const event = await this.#unlock(delayId, roomId, eventType, claims(content), since);
    const shown = projectPlainContent(event.eventType, event.content);
    if (shown === null && event.eventType !== 'm.room.encrypted') return null;
    const unreadable = { kind: 'undecryptable', reason: 'waiting' } as const;
    return { delayId, roomId, sendAt, content: shown ?? unreadable, event };
  }

  /** What we locked ourselves we can open, unless another device of ours did. */
  async #unlock(
    delayId: string,
    roomId: string,
    eventType: string,
    content: Claims,
    ts: number,
  ): Promise<PlainEvent> {
    if (eventType !== 'm.room.encrypted') return { eventType, content };
    const event = new this.sdk.MatrixEvent({
      event_id: `$${delayId}`,
      room_id: roomId,
      sender: this.client.getSafeUserId(),
      type: eventType,
      origin_server_ts: ts,
      content,
    });
    await this.client.decryptEventIfNeeded(event);
    return { eventType: event.getType(), content: event.getContent() };
  }

  #publish(): void {
    const messages = this.#waiting.map(({ event: _event, ...message }) => message);
    this.world.tell({ longestMs: this.#longestMs, messages });
  }

  /** What was sent is taken off the list when its time has come. */
  #lookAgain(): void {
    if (this.#timer) clearTimeout(this.#timer);
    const [next] = this.#waiting;
    if (!next) return;
    const wait = Math.max(0, next.sendAt - this.world.now()) + latenessMs;
    const look = () =>
      this.refresh().catch((error: unknown) => {
        // Nobody waits for this: it is tried again, unless the account is gone.
        if (describeError(error).code !== 'signedOut') this.#lookAgain();
      });
    this.#timer = setTimeout(() => void look(), Math.min(wait, longestTimerMs));
  }
}
