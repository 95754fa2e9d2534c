/**
 * The engine: one per browser, whatever the number of tabs. Holds the session, starts and ends the account, and
 * tells the tabs what changes. What a tab may ask of it is in `tab-port.ts`.
 */
import type { LoginRequest, RegisterRequest } from '@/matrix/protocol';
import type { ConnectionState, UserProfile } from '@/matrix/types';
import { Account } from './account';
import { login, logout, register } from './auth';
import { Connection } from './connection';
import { AccountDatabase, OriginDatabase, type StoredSession } from './database';
import { EngineFailure } from './errors';
import type { OutboxEntry } from './outbox';
import { Publisher, type TimelineView } from './publisher';
import { ReadReceipts } from './read-receipts';
import { Tabs } from './tabs';
import { TypingNotices, typingTimeoutMs } from './typing-notices';

/** How much of a timeline is kept for the next start. */
const archivedItems = 60;

/** What exists while somebody is signed in. */
interface Visit {
  session: StoredSession;
  database: AccountDatabase;
  connection: Connection;
  storedOutbox: OutboxEntry[];
  receipts: ReadReceipts;
  typing: TypingNotices;
  /** Settles when the SDK runs; starts anew after a failure. */
  account: Promise<Account>;
  /** The same once it is there. */
  running: Account | null;
}

export class Engine {
  readonly tabs = new Tabs();
  readonly publisher = new Publisher(this.tabs, {
    rooms: (upsert, remove) => void this.#visit?.database.saveRooms(upsert, remove),
    timeline: (view) => void this.#visit?.database.saveTimeline(trimmed(view)),
  });
  readonly #origin = OriginDatabase.open();
  /** Settles when the stored session has been looked at. */
  readonly #started: Promise<void>;
  #visit: Visit | null = null;

  constructor(readonly pageOrigin: string) {
    this.#started = this.#start();
  }

  async login(request: LoginRequest): Promise<void> {
    await this.#begin(await login(request, this.pageOrigin));
  }

  async register(request: RegisterRequest): Promise<void> {
    await this.#begin(await register(request, this.pageOrigin));
  }

  async logout(): Promise<void> {
    const visit = await this.visit();
    await this.#leave('user', true);
    // Locally we are out in any case; the server is told when it can be.
    await logout(visit.session).catch(() => undefined);
  }

  /** What belongs to the signed-in account; rejects when nobody is. */
  async visit(): Promise<Visit> {
    await this.#started;
    if (!this.#visit) throw new EngineFailure('signedOut');
    return this.#visit;
  }

  /** The account with its SDK running. */
  async account(): Promise<Account> {
    return (await this.visit()).account;
  }

  /** A tab noticed that the machine's network came or went. */
  networkChanged(isOnline: boolean): void {
    this.#visit?.connection.networkChanged(isOnline);
  }

  async #start(): Promise<void> {
    const session = await (await this.#origin).session();
    if (session) await this.#enter(session);
    else this.publisher.setSession({ status: 'signedOut', reason: 'never' });
  }

  /** A fresh sign-in: replaces whoever was signed in before. */
  async #begin(session: StoredSession): Promise<void> {
    await this.#started;
    if (this.#visit) await this.#leave('user', false);
    await (await this.#origin).saveSession(session);
    await this.#enter(session);
  }

  /** Paints what the database knows, then starts the SDK. */
  async #enter(session: StoredSession): Promise<void> {
    const database = await AccountDatabase.open(session.userId);
    const { rooms, drafts, outbox } = await database.snapshot();
    if (rooms.length > 0) this.publisher.setRooms(rooms);
    for (const [roomId, text] of Object.entries(drafts)) this.publisher.setDraft(roomId, text);
    this.publisher.setSession({ status: 'signedIn', session: withoutSecret(session) });

    const connection = new Connection(
      session.homeserverUrl,
      { changed: (state) => this.#connectionChanged(state), regained: () => this.#regained() },
      { fetch: (...args) => fetch(...args), now: Date.now, random: Math.random },
    );
    this.publisher.setConnection(connection.state);
    const visit: Visit = {
      session,
      database,
      connection,
      storedOutbox: outbox,
      receipts: new ReadReceipts((roomId, key) => this.#sendReceipt(roomId, key)),
      typing: new TypingNotices((roomId, isTyping) => this.#sendTyping(roomId, isTyping), Date.now),
      running: null,
      account: new Promise(() => undefined),
    };
    this.#visit = visit;
    this.#startAccount(visit);
  }

  #startAccount(visit: Visit): void {
    visit.account = Account.start(
      visit.session,
      visit.database,
      visit.storedOutbox,
      visit.connection,
      this.publisher,
      {
        revoked: (isSoft) => void this.#leave('revoked', !isSoft),
        profileChanged: (profile) => void this.#profileChanged(profile),
        prepared: () => this.#prepared(),
        cut: (roomId) => this.#fill(roomId),
      },
    );
    visit.account.then(
      (account) => {
        if (this.#visit !== visit) return void account.stop();
        visit.running = account;
        this.#connectionChanged(visit.connection.state);
      },
      // The SDK's script did not load: the next probe that succeeds tries again.
      () => visit.connection.lost('network'),
    );
  }

  async #leave(reason: 'user' | 'revoked', forgetsData: boolean): Promise<void> {
    const visit = this.#visit;
    if (!visit) return;
    this.#visit = null;
    visit.connection.stop();
    visit.receipts.stop();
    visit.typing.stop();
    this.tabs.closeAll();
    this.publisher.forget({ status: 'signedOut', reason });
    await (await this.#origin).clearSession();
    await visit.running?.stop();
    if (forgetsData) await visit.database.destroy();
    else visit.database.close();
  }

  #connectionChanged(state: ConnectionState): void {
    const visit = this.#visit;
    if (!visit) return;
    this.publisher.setConnection(state);
    const isReachable = state.phase === 'online' || state.phase === 'updating';
    visit.running?.outbox.setOpen(isReachable);
    if (isReachable) visit.receipts.flushSoon();
    else this.publisher.clearTyping();
  }

  #regained(): void {
    const visit = this.#visit;
    if (!visit) return;
    if (visit.running) visit.running.resume();
    else this.#startAccount(visit);
  }

  /** Open rooms first; the list waits for the first sync, since its snapshot is younger than the SDK's store. */
  #prepared(): void {
    for (const roomId of this.tabs.openRooms()) {
      this.publisher.markRoom(roomId);
      this.#fill(roomId);
    }
  }

  /** A failure shows in the timeline's `backwards`. */
  #fill(roomId: string): void {
    if (this.tabs.isOpen(roomId)) this.#visit?.running?.fill(roomId).catch(() => undefined);
  }

  async #profileChanged({ displayName, avatarUrl }: UserProfile): Promise<void> {
    const visit = this.#visit;
    if (!visit) return;
    const { session } = visit;
    if (session.displayName === displayName && session.avatarUrl === avatarUrl) return;
    visit.session = { ...session, displayName, avatarUrl };
    this.publisher.setSession({ status: 'signedIn', session: withoutSecret(visit.session) });
    await (await this.#origin).saveSession(visit.session);
  }

  async #sendReceipt(roomId: string, key: string): Promise<void> {
    const account = await this.account();
    const event = account.views.receiptEvent(roomId, key);
    const eventId = event?.getId();
    if (event && eventId !== undefined) {
      await account.client.setRoomReadMarkers(roomId, eventId, event);
    }
  }

  #sendTyping(roomId: string, isTyping: boolean): void {
    const client = this.#visit?.running?.client;
    // Nobody misses a typing notice that could not be sent.
    client?.sendTyping(roomId, isTyping, typingTimeoutMs).catch(() => undefined);
  }
}

function withoutSecret({ accessToken: _secret, ...session }: StoredSession) {
  return session;
}

function trimmed({ timeline, members }: TimelineView): {
  timeline: typeof timeline;
  members: [...typeof members];
} {
  const items = timeline.items.slice(-archivedItems);
  const backwards = items.length < timeline.items.length ? 'idle' : timeline.backwards;
  return { timeline: { ...timeline, items, backwards }, members: [...members] };
}
