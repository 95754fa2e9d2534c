/**
 * End-to-end encryption of one account on this device: starts it, keeps the interface told of it, and locks what goes
 * out. Setting up happens by itself: a new account gets an identity and a backup without being asked; what needs a
 * person is in `recovery.ts` and `verifications.ts`.
 */
import { isEqual } from '@/lib/equal';
import type { EncryptionState, PersonTrust } from '@/matrix/types';
import { type AccountDatabase, cryptoDatabasePrefix, type StoredSession } from '../database';
import { EngineFailure } from '../errors';
import type { Publisher } from '../publisher';
import {
  type CryptoApi,
  type CryptoModule,
  loadCrypto,
  type MatrixClient,
  type MatrixEvent,
  type Room,
} from '../sdk';
import { type Auth, proven } from '../user-interactive';
import { DecryptionRetries } from './retries';
import { makeStoreKey, openStoreKey } from './store-key';
import { Verifications } from './verifications';

/** Several events come together when a device appears; the state is read once after them. */
const settleMs = 100;
/** In larger rooms looking at everybody before each message would take too long. */
const lookedAtMembers = 100;

const initial: EncryptionState = {
  phase: 'starting',
  isVerified: false,
  recovery: 'unknown',
  hasPhrase: false,
  backup: 'unknown',
  keysToBackUp: 0,
  devicesRevision: 0,
};

export class Encryption {
  readonly verifications: Verifications;
  #state = initial;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isStopped = false;
  readonly #retries: DecryptionRetries | null;
  readonly #watched = new Map<string, PersonTrust>();

  private constructor(
    private readonly session: StoredSession,
    private readonly client: MatrixClient,
    /** Null where this browser cannot encrypt. */
    readonly api: CryptoApi | null,
    private readonly tools: CryptoModule,
    private readonly publisher: Publisher,
  ) {
    this.#retries = api && new DecryptionRetries(api, tools, Date.now);
    this.verifications = new Verifications(api, tools, publisher);
    this.#publish(api ? initial : { ...initial, phase: 'unavailable' });
  }

  /** To be called before the client syncs: keys for this device come with sync, and only once. */
  static async start(
    session: StoredSession,
    client: MatrixClient,
    database: AccountDatabase,
    publisher: Publisher,
  ): Promise<Encryption> {
    const tools = await loadCrypto();
    const api = await startCrypto(session, client, database);
    const encryption = new Encryption(session, client, api, tools, publisher);
    if (api) encryption.#listen();
    return encryption;
  }

  /** After the first sync: gives a new account what it needs, and reads how things stand. */
  async settle(): Promise<void> {
    if (!this.api) return;
    const { userId } = this.session;
    if (!(await this.api.userHasCrossSigningKeys(userId, true))) {
      await this.#makeIdentity(this.api);
    }
    await this.api.checkKeyBackupAndEnable();
    await this.refresh();
  }

  /** True when what is sent to the room must be locked. */
  async isEncrypted(roomId: string): Promise<boolean> {
    const room = this.client.getRoom(roomId);
    if (room?.hasEncryptionStateEvent()) return true;
    return (await this.api?.isEncryptionEnabledInRoom(roomId)) ?? false;
  }

  /** The event as it goes to the server. */
  async lock(
    roomId: string,
    eventType: string,
    content: Record<string, unknown>,
  ): Promise<{ eventType: string; content: Record<string, unknown> }> {
    const isPlain = eventType === 'm.reaction' || !(await this.isEncrypted(roomId));
    if (isPlain) return { eventType, content };
    const room = this.client.getRoom(roomId);
    if (!this.api || !room) throw new EngineFailure('encryptionUnavailable');
    await this.#checkIdentities(this.api, room);
    const event = this.tools.makeEvent({ type: eventType, content, room_id: roomId });
    await this.tools.encryptEvent(this.api, event, room);
    return { eventType: event.getWireType(), content: event.getWireContent() };
  }

  /** Tells the interface what we know of somebody, now and whenever it changes. */
  async watchTrust(userId: string): Promise<void> {
    if (!this.api) return;
    const trust = await personTrust(this.api, userId);
    if (this.#watched.get(userId) === trust) return;
    this.#watched.set(userId, trust);
    this.publisher.keep(`trust ${userId}`, { type: 'trust', userId, trust });
  }

  async acceptIdentity(userId: string): Promise<void> {
    await this.api?.withdrawVerificationRequirement(userId);
    await this.api?.pinCurrentUserIdentity(userId);
    await this.watchTrust(userId);
  }

  /** A message was read, or could not be. */
  tried(event: MatrixEvent): void {
    this.#retries?.tried(event);
  }

  /** Reads how things stand, and tells the interface. */
  async refresh(): Promise<void> {
    if (!this.api || this.#isStopped) return;
    const { userId, deviceId } = this.session;
    const [own, storage, backup, key] = await Promise.all([
      this.api.getDeviceVerificationStatus(userId, deviceId),
      this.api.getSecretStorageStatus(),
      this.api.getActiveSessionBackupVersion(),
      this.client.secretStorage.getKey(),
    ]);
    const recovery = storage.ready ? 'ready' : storage.defaultKeyId ? 'incomplete' : 'missing';
    this.#publish({
      ...this.#state,
      phase: 'ready',
      isVerified: own?.crossSigningVerified ?? false,
      recovery,
      hasPhrase: key?.[1].passphrase !== undefined,
      backup: backup === null ? 'off' : 'on',
    });
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#retries?.stop();
    this.verifications.stop();
  }

  /** A request that changes the account's identity, with the proof that the server may want. */
  async prove(password: string | null, request: (auth: Auth) => Promise<void>): Promise<void> {
    await proven(this.session.userId, password, request);
  }

  /** The first identity of an account needs no password; a server that wants one is asked in the settings. */
  async #makeIdentity(api: CryptoApi): Promise<void> {
    await api.bootstrapCrossSigning({
      authUploadDeviceSigningKeys: (request) =>
        proven(this.session.userId, null, (auth) => request(auth as never)),
    });
    if ((await api.getKeyBackupInfo()) === null) await api.resetKeyBackup();
  }

  #listen(): void {
    const { CryptoEvent } = this.tools;
    const { client } = this;
    client.on(CryptoEvent.KeysChanged, () => this.#changed());
    client.on(CryptoEvent.KeyBackupStatus, (isOn) => {
      if (isOn) this.#retries?.unlocked();
      this.#changed();
    });
    client.on(CryptoEvent.KeyBackupDecryptionKeyCached, () => {
      this.#retries?.unlocked();
      this.#changed();
    });
    client.on(CryptoEvent.KeyBackupSessionsRemaining, (keysToBackUp) =>
      this.#publish({ ...this.#state, keysToBackUp }),
    );
    client.on(CryptoEvent.DevicesUpdated, (userIds) => {
      if (userIds.includes(this.session.userId)) this.#devicesChanged();
      for (const userId of userIds) this.#lookAgain(userId);
    });
    client.on(CryptoEvent.UserTrustStatusChanged, (userId) => {
      if (userId === this.session.userId) this.#devicesChanged();
      this.#lookAgain(userId);
    });
    client.on(CryptoEvent.VerificationRequestReceived, (request) =>
      this.verifications.received(request),
    );
  }

  #lookAgain(userId: string): void {
    if (this.#watched.has(userId)) void this.watchTrust(userId);
  }

  #devicesChanged(): void {
    this.#publish({ ...this.#state, devicesRevision: this.#state.devicesRevision + 1 });
    this.#changed();
  }

  #changed(): void {
    if (this.#isStopped || this.#state.phase === 'starting') return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      // What cannot be read now is read at the next change.
      this.refresh().catch(() => undefined);
    }, settleMs);
  }

  /** Somebody whom we verified may have been replaced: that is for a person to judge, before anything is sent. */
  async #checkIdentities(api: CryptoApi, room: Room): Promise<void> {
    const members = room.getJoinedMembers();
    if (members.length > lookedAtMembers) return;
    for (const { userId } of members) {
      if (userId === this.session.userId) continue;
      const status = await api.getUserVerificationStatus(userId);
      if (status.wasCrossSigningVerified() && !status.isCrossSigningVerified()) {
        throw new EngineFailure('identityChanged', userId);
      }
    }
  }

  #publish(state: EncryptionState): void {
    if (this.#isStopped || (this.#state !== initial && isEqual(state, this.#state))) return;
    this.#state = state;
    this.publisher.keep('encryption', { type: 'encryption', state });
  }
}

/** Null where the browser lacks what it takes: encryption is then off, and everything else works. */
async function startCrypto(
  { userId, deviceId }: StoredSession,
  client: MatrixClient,
  database: AccountDatabase,
): Promise<CryptoApi | null> {
  // Outside of https and localhost there is no WebCrypto, without which no key could be kept safely.
  if (globalThis.crypto?.subtle === undefined) return null;
  let kept = await database.storeKey();
  if (kept && kept.deviceId !== deviceId) {
    await database.forgetKeys();
    kept = null;
  }
  const storageKey = kept ? await openStoreKey(kept) : await newStoreKey(database, deviceId);
  await client.initRustCrypto({ cryptoDatabasePrefix: cryptoDatabasePrefix(userId), storageKey });
  return client.getCrypto() ?? null;
}

async function newStoreKey(
  database: AccountDatabase,
  deviceId: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { key, kept } = await makeStoreKey();
  await database.saveStoreKey({ ...kept, deviceId });
  return key;
}

async function personTrust(api: CryptoApi, userId: string): Promise<PersonTrust> {
  const status = await api.getUserVerificationStatus(userId);
  if (status.isCrossSigningVerified()) return 'verified';
  if (status.needsUserApproval || status.wasCrossSigningVerified()) return 'changed';
  return status.known ? 'unverified' : 'unknown';
}
