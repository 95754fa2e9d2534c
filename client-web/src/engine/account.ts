/** A signed-in account: the running SDK client, its events turned into marks, and what belongs to it. */
import { parseTimelineId } from '@/lib/timeline-id';
import type { NamedUser, Notice, RoomSummary, UserProfile } from '@/matrix/types';
import { AccountSettings } from './account-settings';
import { Calls } from './calls';
import type { Connection } from './connection';
import { Encryption } from './crypto/encryption';
import { Secrets } from './crypto/secrets';
import { type AccountDatabase, type StoredSession, syncDatabaseName } from './database';
import { DirectChats } from './direct';
import { describeError, EngineFailure } from './errors';
import { firstLook } from './first-look';
import { LiveLocations } from './live';
import { LinkPreviews } from './link-previews';
import { MediaDesk } from './media-desk';
import { projectPlainContent } from './project/content';
import { Mutes } from './mutes';
import { neutralRoomName } from './project/room-name';
import { OwnDataStore } from './own-data';
import { Notices } from './notices';
import { Outbox, type OutboxEntry } from './outbox';
import { PresenceBoard } from './presence';
import type { Publisher } from './publisher';
import { RoomViews } from './room-views';
import { Scheduled } from './scheduled';
import {
  loadSdk,
  type MatrixClient,
  type MatrixEvent,
  type MatrixSdk,
  quietLogger,
  type Room,
  type SyncStateData,
} from './sdk';
import { uploadAll, withLocalAddresses } from './uploads';

/** Below this many loaded events an open room asks for more by itself. */
const fewEvents = 25;
const historyPage = 40;
/** Of each room in the first sync: enough to say what was said last, and little where there are many rooms. */
const firstEvents = 10;
/** The SDK's sync store is written this long after a sync, but never takes more than a fiftieth of the time. */
const saveDelayMs = 1_000;
const savePause = 50;
/** Longer than this no server takes for a message: the connection hangs. */
const sendTimeoutMs = 60_000;

export interface AccountEvents {
  /** Some tab shows the room. */
  isOpen(roomId: string): boolean;
  /** Somebody has the room in front of them. */
  isWatched(roomId: string): boolean;
  /** A message deserves attention. */
  notice(notice: Notice): void;
  /** The server ended the session; `isSoft` when signing in again continues it. */
  revoked(isSoft: boolean): void;
  profileChanged(profile: UserProfile): void;
  /** Rooms can be read from the client, though only as its store knew them until the first sync is in. */
  prepared(client: MatrixClient): void;
  /** A gap in what sync brought emptied the room's timeline. */
  cut(roomId: string): void;
  /** Something of the account's about a room came by sync. */
  roomAccountData(room: Room, event: MatrixEvent): void;
}

/** An event that goes to the server now. */
type Posted = Pick<OutboxEntry, 'roomId' | 'eventType' | 'txnId' | 'content'>;

export class Account {
  readonly direct: DirectChats;
  readonly mutes: Mutes;
  readonly own: OwnDataStore;
  readonly views: RoomViews;
  readonly outbox: Outbox;
  readonly media: MediaDesk;
  readonly linkPreviews = new LinkPreviews((url) => this.#previewLink(url));
  readonly settings: AccountSettings;
  readonly presence: PresenceBoard;
  readonly scheduled: Scheduled;
  readonly calls: Calls;
  readonly live: LiveLocations;
  readonly #notices: Notices;
  /** Came by sync while we were there: these may be news. */
  readonly #live = new WeakSet<MatrixEvent>();
  #isPrepared = false;
  #isComplete = false;
  #complete: () => void = () => undefined;
  /** Settles with the first sync: until then nobody knows whether a room is encrypted. */
  readonly #completed = new Promise<void>((resolve) => {
    this.#complete = resolve;
  });
  #save: ReturnType<typeof setTimeout> | null = null;
  #lastSaveMs = 0;

  private constructor(
    readonly session: StoredSession,
    readonly client: MatrixClient,
    private readonly sdk: MatrixSdk,
    readonly encryption: Encryption,
    readonly secrets: Secrets,
    private readonly connection: Connection,
    private readonly publisher: Publisher,
    private readonly events: AccountEvents,
    database: AccountDatabase,
    storedOutbox: readonly OutboxEntry[],
  ) {
    const changed = (roomId: string) => this.publisher.markRoom(roomId);
    this.direct = new DirectChats(client);
    this.settings = new AccountSettings(client, publisher);
    this.presence = new PresenceBoard(client, session.userId, publisher);
    this.calls = new Calls(client, {
      send: (roomId, eventType, content) =>
        this.#post({ roomId, eventType, txnId: client.makeTxnId(), content }),
      tell: (signal) => this.publisher.tell({ type: 'call', signal }),
    });
    this.live = new LiveLocations(client, session, {
      now: Date.now,
      send: (roomId, eventType, content) =>
        this.#post({ roomId, eventType, txnId: client.makeTxnId(), content }),
      tell: (shares) => this.publisher.keepIfNew('live', { type: 'live', shares }),
    });
    this.scheduled = new Scheduled(client, sdk, encryption, {
      now: Date.now,
      newTransactionId: () => client.makeTxnId(),
      tell: (state) => this.publisher.keepIfNew('scheduled', { type: 'scheduled', state }),
    });
    this.#notices = new Notices(client, session.userId, {
      now: Date.now,
      isDirect: (room) => this.direct.userOf(room) !== null,
      isWatched: (roomId) => this.events.isWatched(roomId),
      tell: (notice) => this.events.notice(notice),
    });
    this.media = new MediaDesk(session);
    this.mutes = new Mutes(client);
    this.own = new OwnDataStore(client, (own) => this.publisher.keep('own', { type: 'own', own }));
    this.outbox = new Outbox(
      {
        upload: (entry, watch) => uploadAll(this.client, entry, watch),
        send: (entry) => this.#post(entry),
        describe: describeError,
        save: (entry) => database.saveOutboxEntry(entry),
        remove: (txnId) => database.removeOutboxEntry(txnId),
        changed,
        sent: (entry, eventId) => this.views.acknowledge(entry, eventId),
        random: Math.random,
      },
      storedOutbox.map(shown),
    );
    this.views = new RoomViews(
      client,
      session.userId,
      this.direct,
      this.mutes,
      this.outbox,
      this.media.keys,
      changed,
    );
  }

  /** Loads the SDK and begins to sync. Rooms are published as soon as the SDK's own store is read. */
  static async start(
    session: StoredSession,
    database: AccountDatabase,
    storedOutbox: readonly OutboxEntry[],
    connection: Connection,
    publisher: Publisher,
    events: AccountEvents,
  ): Promise<Account> {
    const sdk = await loadSdk();
    const store = new sdk.IndexedDBStore({
      indexedDB,
      dbName: syncDatabaseName(session.userId),
    });
    const secrets = new Secrets();
    const client = sdk.createClient({
      baseUrl: session.homeserverUrl,
      userId: session.userId,
      deviceId: session.deviceId,
      accessToken: session.accessToken,
      fetchFn: connection.fetch,
      store,
      roomNameGenerator: (_roomId, state) => neutralRoomName(state),
      cryptoCallbacks: secrets.callbacks,
      disableVoip: true,
      // For the surroundings of old messages.
      timelineSupport: true,
      logger: quietLogger,
    });
    if (!publisher.hasRooms) {
      const show = (rooms: RoomSummary[]) => {
        if (rooms.length > 0 && !publisher.hasRooms) publisher.setRooms(rooms);
      };
      // Where there is none, the first sync is waited for.
      firstLook(client, sdk).then(show, () => undefined);
    }
    const [encryption] = await Promise.all([
      Encryption.start(session, client, database, publisher),
      store.startup(),
    ]);
    const account = new Account(
      session,
      client,
      sdk,
      encryption,
      secrets,
      connection,
      publisher,
      events,
      database,
      storedOutbox,
    );
    account.#listen();
    // Not awaited: it first asks the server for its versions, which may take as long as the outage does.
    void client.startClient({
      initialSyncLimit: firstEvents,
      lazyLoadMembers: true,
      pendingEventOrdering: sdk.PendingEventOrdering.Detached,
    });
    return account;
  }

  /** Lets the SDK's loops run again after an outage. */
  resume(): void {
    this.client.retryImmediately();
  }

  /** Loads what an open timeline needs to show anything, and history where that would not fill a screen. */
  async fill(timelineId: string): Promise<void> {
    const { histories } = this.views;
    const room = this.client.getRoom(parseTimelineId(timelineId).roomId);
    if (room?.hasEncryptionStateEvent() === true) void room.decryptAllEvents();
    await histories.open(timelineId);
    const events = room && histories.run(room, timelineId)?.events;
    if (events && events.length < fewEvents) await histories.paginate(timelineId, 'b', historyPage);
  }

  /** True for a room whose messages are at hand; those of an encrypted one have to be decrypted first. */
  reads(roomId: string): boolean {
    return this.#isPrepared && this.client.getRoom(roomId)?.hasEncryptionStateEvent() === false;
  }

  /** Stops syncing and lets go of the SDK's database. */
  async stop(): Promise<void> {
    this.outbox.stop();
    this.media.close();
    this.encryption.stop();
    this.mutes.stop();
    this.presence.stop();
    this.scheduled.stop();
    if (this.#save) clearTimeout(this.#save);
    this.client.removeAllListeners();
    this.client.stopClient();
    await this.client.store.destroy();
  }

  #listen(): void {
    const { ClientEvent, RoomEvent, RoomMemberEvent, RoomStateEvent } = this.sdk;
    const { MatrixEventEvent, HttpApiEvent } = this.sdk;
    const mark = (roomId: string | undefined) => {
      if (roomId !== undefined && this.#isPrepared) this.publisher.markRoom(roomId);
    };
    const { client } = this;
    this.presence.listen(this.sdk);
    client.on(ClientEvent.Sync, (state, _before, data) => this.#synced(state, data));
    client.on(ClientEvent.Room, (room) => {
      // The one room event that the SDK does not repeat on the client.
      room.on(RoomEvent.UnreadNotifications, () => mark(room.roomId));
      // After a gap the SDK copies the members and forgets to listen to the copies.
      room.on(RoomEvent.CurrentStateUpdated, (_room, _before, state) => {
        for (const member of state.getMembers()) {
          member.on(RoomMemberEvent.Typing, () => this.#typingChanged(room.roomId));
        }
      });
      mark(room.roomId);
    });
    client.on(ClientEvent.DeleteRoom, mark);
    client.on(ClientEvent.AccountData, (event) => this.#accountDataChanged(event));
    client.on(RoomMemberEvent.Typing, (_event, { roomId }) => this.#typingChanged(roomId));
    client.on(RoomEvent.Timeline, (event, room, _toStart, _removed, { liveEvent }) => {
      mark(room?.roomId ?? event.getRoomId());
      if (!room || liveEvent !== true) return;
      // The SDK begins a moment later, and leaves out what it takes for read.
      const isShown = this.#isComplete || this.events.isOpen(room.roomId);
      if (isShown) void client.decryptEventIfNeeded(event);
      if (!this.#isComplete) return;
      this.#live.add(event);
      this.#notices.consider(event, room);
      this.calls.consider(event, room);
    });
    client.on(RoomEvent.TimelineReset, (room) => {
      if (!room) return;
      this.views.cut(room.roomId);
      mark(room.roomId);
      this.events.cut(room.roomId);
    });
    client.on(RoomEvent.AccountData, (event, room) => {
      this.events.roomAccountData(room, event);
      this.mutes.watch(room.roomId);
      mark(room.roomId);
    });
    client.on(RoomEvent.Redaction, (_event, room) => mark(room.roomId));
    client.on(RoomEvent.Name, (room) => mark(room.roomId));
    client.on(RoomEvent.MyMembership, (room, membership, before) => {
      mark(room.roomId);
      if (membership !== 'invite' || !this.#isComplete) return;
      // Who asked to be let in need not say so again. If it fails, there is the invitation.
      if (before === 'knock') client.joinRoom(room.roomId).catch(() => undefined);
      else this.#notices.invited(room);
    });
    client.on(RoomEvent.Receipt, (_event, room) => mark(room.roomId));
    client.on(RoomStateEvent.Events, (event) => {
      mark(event.getRoomId());
      this.live.consider(event);
    });
    client.on(MatrixEventEvent.Decrypted, (event) => {
      this.encryption.tried(event);
      mark(event.getRoomId());
      const room = client.getRoom(event.getRoomId());
      if (!room || !this.#live.has(event)) return;
      this.#notices.consider(event, room);
      this.calls.consider(event, room);
    });
    client.on(MatrixEventEvent.Replaced, (event) => mark(event.getRoomId()));
    client.on(HttpApiEvent.SessionLoggedOut, (error) =>
      this.events.revoked(error.data.soft_logout === true),
    );
  }

  #synced(state: string | null, { fromCache = false, nextSyncToken }: SyncStateData = {}): void {
    const { SyncState } = this.sdk;
    if (state !== SyncState.Prepared && state !== SyncState.Syncing) return;
    if (typeof nextSyncToken !== 'string') {
      // Whatever that was, it was no answer to what was asked.
      this.connection.lost('server');
      return;
    }
    if (!this.#isPrepared) {
      this.#isPrepared = true;
      this.publisher.setSource(this.views);
      this.own.publish();
      for (const room of this.client.getRooms()) this.mutes.watch(room.roomId);
      this.events.prepared(this.client);
    }
    if (fromCache) return;
    this.views.synced();
    if (!this.#isComplete) {
      this.#isComplete = true;
      this.views.isBehind = false;
      this.#complete();
      this.#markAllRooms();
      this.#settingsChanged();
      // What could not be set up now is tried again at the next start.
      this.encryption.settle().catch(() => undefined);
      this.scheduled.start().catch(() => undefined);
      this.live.resume();
    }
    if (this.connection.state.phase !== 'online') {
      this.connection.synced();
      void this.loadProfile();
    }
    this.#save ??= setTimeout(
      () => void this.#saveStore(),
      saveDelayMs + this.#lastSaveMs * savePause,
    );
  }

  async #saveStore(): Promise<void> {
    const startedAt = Date.now();
    await this.client.store.save(true);
    this.#lastSaveMs = Date.now() - startedAt;
    this.#save = null;
  }

  #settingsChanged(): void {
    this.settings.publish();
    this.presence.share(this.settings.privacy.sharesPresence);
  }

  #accountDataChanged(event: MatrixEvent): void {
    this.own.received(event.getType());
    if (this.#isComplete && this.settings.concerns(event.getType())) this.#settingsChanged();
    switch (event.getType()) {
      case 'm.direct':
        this.direct.confirmed();
        break;
      case 'm.push_rules':
        this.mutes.read();
        break;
      default:
        return;
    }
    if (this.#isComplete) this.#markAllRooms();
  }

  #markAllRooms(): void {
    this.publisher.markAllRooms(this.client.getRooms().map((room) => room.roomId));
  }

  /** The SDK tells of each member alone, and only of those it knows: whoever wrote or was named here. */
  #typingChanged(roomId: string): void {
    const members = this.client.getRoom(roomId)?.getMembers() ?? [];
    const users = members
      .filter((member) => member.typing && member.userId !== this.session.userId)
      .map(({ userId, name }): NamedUser => ({ userId, name }));
    this.publisher.setTyping(roomId, users);
  }

  async #post({ roomId, eventType, txnId, content }: Posted): Promise<string> {
    const { Method } = this.sdk;
    await this.#completed;
    try {
      const locked = await this.encryption.lock(roomId, eventType, content);
      const path = ['rooms', roomId, 'send', locked.eventType, txnId]
        .map(encodeURIComponent)
        .join('/');
      const answer = await this.client.http.authedRequest<{ event_id: string }>(
        Method.Put,
        `/${path}`,
        undefined,
        locked.content,
        { localTimeoutMs: sendTimeoutMs },
      );
      // Whoever answers something else has not taken it.
      if (typeof answer.event_id !== 'string') throw new EngineFailure('badAnswer');
      return answer.event_id;
    } catch (error) {
      if (describeError(error).code === 'unreachable') this.connection.lost('network');
      throw error;
    }
  }

  #previewLink(url: string): Promise<Record<string, unknown>> {
    const { Method } = this.sdk;
    const prefix = '/_matrix/client/v1/media';
    return this.client.http.authedRequest(Method.Get, '/preview_url', { url }, undefined, {
      prefix,
    });
  }

  /** Our own session follows by `profileChanged`, as it does when the name is changed elsewhere. */
  async setDisplayName(name: string): Promise<void> {
    await this.client.setDisplayName(name);
    await this.loadProfile();
  }

  /** Reads our name and picture, which may have been changed elsewhere. */
  async loadProfile(): Promise<void> {
    const { userId } = this.session;
    try {
      const { displayname, avatar_url } = await this.client.getProfileInfo(userId);
      this.events.profileChanged({
        userId,
        displayName: displayname ?? null,
        avatarUrl: avatar_url ?? null,
      });
    } catch {
      // The name is a nicety: the user id does until the next connection.
    }
  }
}

/** The addresses of local files end with the engine that gave them out. */
function shown(entry: OutboxEntry): OutboxEntry {
  if (entry.preview === null || entry.uploads.length === 0) return entry;
  return { ...entry, preview: projectPlainContent(entry.eventType, withLocalAddresses(entry)) };
}
