/** Everything that exists while somebody is signed in: connection, account, and what is sent on the side. */
import { parseTimelineId } from '@/lib/timeline-id';
import type { ConnectionState, MessageItem, Notice, UserProfile } from '@/matrix/types';
import { Account } from './account';
import { Connection } from './connection';
import type { AccountDatabase, AccountSnapshot, StoredSession, StoredTimeline } from './database';
import { Drafts } from './drafts';
import { forgetMedia } from './media-desk';
import { waitingItems } from './project/echoes';
import type { Publisher } from './publisher';
import { ReadReceipts } from './read-receipts';
import type { MatrixClient } from './sdk';
import { asTaken } from './steady';
import type { Tabs } from './tabs';
import { TypingNotices, typingTimeoutMs } from './typing-notices';

export interface VisitEvents {
  /** The server ended the session; `isSoft` when signing in again continues it. */
  revoked(isSoft: boolean): void;
  profileChanged(profile: UserProfile): void;
  notice(notice: Notice): void;
  /** Somebody looks at this account, and at no other. */
  isCurrent(): boolean;
}

export class Visit {
  readonly connection: Connection;
  readonly drafts: Drafts;
  readonly receipts = new ReadReceipts((roomId, key) => this.#sendReceipt(roomId, key));
  readonly typing = new TypingNotices(
    (roomId, isTyping) => this.#sendTyping(roomId, isTyping),
    Date.now,
  );
  #account: Promise<Account>;
  #running: Account | null = null;
  #isOver = false;

  constructor(
    readonly session: StoredSession,
    readonly database: AccountDatabase,
    private readonly stored: Pick<AccountSnapshot, 'drafts' | 'outbox'>,
    private readonly publisher: Publisher,
    private readonly tabs: Tabs,
    private readonly events: VisitEvents,
  ) {
    this.connection = new Connection(
      session.homeserverUrl,
      { changed: (state) => this.#connectionChanged(state), regained: () => this.#regained() },
      { fetch: (...args) => fetch(...args), now: Date.now, random: Math.random },
    );
    publisher.setConnection(this.connection.state);
    publisher.setWaiting((roomId) => this.#waiting(roomId));
    this.drafts = new Drafts(database, publisher, stored.drafts);
    this.#account = this.#startQuietly();
  }

  /** The account with its SDK running; waits while that loads. */
  get account(): Promise<Account> {
    return this.#account;
  }

  /** The same if it is there already. */
  get running(): Account | null {
    return this.#running;
  }

  /** The end of a timeline as it was last seen. */
  async remembered(timelineId: string): Promise<StoredTimeline | null> {
    const known = await this.database.timeline(timelineId);
    if (!known) return null;
    const { roomId } = parseTimelineId(timelineId);
    const waiting = this.#running?.outbox.entries(roomId) ?? this.stored.outbox;
    const keys = new Set(waiting.map(({ txnId }) => txnId));
    return { ...known, timeline: asTaken(known.timeline, keys) };
  }

  /** Stops everything. With `forgetsData` nothing of the account stays on this device. */
  async end(forgetsData: boolean): Promise<void> {
    this.#isOver = true;
    this.connection.stop();
    this.receipts.stop();
    this.typing.stop();
    this.drafts.stop();
    await this.#running?.stop();
    if (forgetsData) await Promise.all([this.database.destroy(), forgetMedia()]);
    else this.database.close();
  }

  /** Whoever waits for the account is told of a failure; that nobody does is none. */
  #startQuietly(): Promise<Account> {
    const account = this.#start();
    account.catch(() => undefined);
    return account;
  }

  async #start(): Promise<Account> {
    try {
      const account = await Account.start(
        this.session,
        this.database,
        this.stored.outbox,
        this.connection,
        this.publisher,
        {
          revoked: (isSoft) => this.events.revoked(isSoft),
          isOpen: (roomId) => this.tabs.isOpen(roomId),
          isWatched: (roomId) => this.tabs.isWatched(roomId),
          notice: (notice) => this.events.notice(notice),
          profileChanged: (profile) => this.events.profileChanged(profile),
          prepared: (client) => this.#prepared(client),
          cut: (roomId) => this.#fill(roomId),
          roomAccountData: (room, event) => void this.drafts.received(room, event),
        },
      );
      if (this.#isOver) {
        await account.stop();
      } else {
        this.#running = account;
        account.media.isOpen = this.events.isCurrent();
        this.#connectionChanged(this.connection.state);
      }
      return account;
    } catch (error) {
      // The SDK's script did not load: the next probe that succeeds starts anew.
      this.connection.lost('network');
      throw error;
    }
  }

  #connectionChanged(state: ConnectionState): void {
    if (this.#isOver) return;
    this.publisher.setConnection(state);
    const isReachable = state.phase === 'online' || state.phase === 'updating';
    this.#running?.outbox.setOpen(isReachable);
    if (isReachable) this.receipts.flushSoon();
    else this.publisher.clearTyping();
  }

  #waiting(roomId: string): readonly MessageItem[] | null {
    const entries = this.#running?.outbox.entries(roomId);
    return entries ? waitingItems(this.session.userId, entries) : null;
  }

  #regained(): void {
    if (this.#running) {
      this.#running.resume();
      return;
    }
    this.#account = this.#startQuietly();
  }

  /** Open rooms first; the list waits for the first sync, since its snapshot is younger than the SDK's store. */
  #prepared(client: MatrixClient): void {
    this.drafts.attach(client);
    for (const timelineId of this.tabs.openTimelines()) {
      this.publisher.markRoom(parseTimelineId(timelineId).roomId);
      this.#fill(timelineId);
    }
  }

  /** A failure shows in the timeline's `backwards`. */
  #fill(timelineId: string): void {
    if (this.tabs.isOpen(timelineId)) this.#running?.fill(timelineId).catch(() => undefined);
  }

  async #sendReceipt(roomId: string, key: string): Promise<void> {
    const { views, client, settings } = await this.#account;
    const event = views.receiptEvent(roomId, key);
    const eventId = event?.getId();
    if (!event || eventId === undefined) return;
    // A private receipt clears our own badges on all devices, and tells nobody else.
    if (settings.privacy.sharesReceipts) await client.setRoomReadMarkers(roomId, eventId, event);
    else await client.setRoomReadMarkers(roomId, eventId, undefined, event);
  }

  #sendTyping(roomId: string, isTyping: boolean): void {
    if (this.#running?.settings.privacy.sharesTyping === false) return;
    // Nobody misses a typing notice that could not be sent.
    this.#running?.client.sendTyping(roomId, isTyping, typingTimeoutMs).catch(() => undefined);
  }
}
