/**
 * What the engine keeps on this device, in IndexedDB: who is signed in (one small database for the origin) and,
 * per account, what is painted before the network answers and what must not be lost. matrix-js-sdk's own sync
 * store lives beside it under a name of its own.
 */
import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';
import type { Member, RoomSummary, Session, TimelineSnapshot } from '@/matrix/types';
import type { StoreKey } from './crypto/store-key';
import type { OutboxEntry } from './outbox';

/** The session with its secret. Never leaves the engine. */
export interface StoredSession extends Session {
  accessToken: string;
}

/** The end of a timeline as it was last seen, to be painted while the SDK still starts. */
export interface StoredTimeline {
  timeline: TimelineSnapshot;
  members: Member[];
}

interface OriginSchema extends DBSchema {
  sessions: { key: string; value: StoredSession };
  /** The account that was looked at last. */
  current: { key: 'userId'; value: string };
}

interface AccountSchema extends DBSchema {
  rooms: { key: string; value: RoomSummary };
  timelines: { key: string; value: StoredTimeline };
  outbox: { key: string; value: OutboxEntry };
  drafts: { key: string; value: string };
  keys: { key: 'store'; value: StoreKey };
}

/** Holds the sessions of this origin. */
export class OriginDatabase {
  private constructor(private readonly db: IDBPDatabase<OriginSchema>) {}

  static async open(): Promise<OriginDatabase> {
    const db = await openDB<OriginSchema>('heliograph', 2, {
      upgrade(fresh) {
        // The first version knew one session only, under another name: who comes from there signs in once more.
        for (const name of fresh.objectStoreNames) fresh.deleteObjectStore(name);
        fresh.createObjectStore('sessions', { keyPath: 'userId' });
        fresh.createObjectStore('current');
      },
    });
    return new OriginDatabase(db);
  }

  async accounts(): Promise<{ sessions: StoredSession[]; currentUserId: string | null }> {
    const tx = this.db.transaction(['sessions', 'current']);
    const [sessions, currentUserId] = await Promise.all([
      tx.objectStore('sessions').getAll(),
      tx.objectStore('current').get('userId'),
    ]);
    return { sessions, currentUserId: currentUserId ?? null };
  }

  async saveSession(session: StoredSession): Promise<void> {
    await this.db.put('sessions', session);
  }

  async saveCurrent(userId: string): Promise<void> {
    await this.db.put('current', userId, 'userId');
  }

  async forgetSession(userId: string): Promise<void> {
    await this.db.delete('sessions', userId);
  }
}

/** Everything that is painted before the SDK is there. */
export interface AccountSnapshot {
  rooms: RoomSummary[];
  drafts: Record<string, string>;
  outbox: OutboxEntry[];
}

const accountDatabaseName = (userId: string): string => `heliograph-account:${userId}`;

/** Name of the SDK's own database. */
export const syncDatabaseName = (userId: string): string => `heliograph-sync:${userId}`;

/** What the SDK's encryption puts before the names of its databases. */
export const cryptoDatabasePrefix = (userId: string): string => `heliograph-crypto:${userId}`;

const cryptoDatabaseNames = (userId: string): string[] =>
  ['matrix-sdk-crypto', 'matrix-sdk-crypto-meta'].map(
    (name) => `${cryptoDatabasePrefix(userId)}::${name}`,
  );

/** Holds one account's local data. */
export class AccountDatabase {
  private constructor(
    private readonly db: IDBPDatabase<AccountSchema>,
    private readonly userId: string,
  ) {}

  static async open(userId: string): Promise<AccountDatabase> {
    const db = await openDB<AccountSchema>(accountDatabaseName(userId), 3, {
      upgrade(fresh, oldVersion) {
        if (oldVersion < 1) {
          fresh.createObjectStore('rooms', { keyPath: 'roomId' });
          fresh.createObjectStore('outbox', { keyPath: 'txnId' });
          fresh.createObjectStore('drafts');
        }
        // What was seen last can be had again: written anew rather than converted.
        if (oldVersion === 1) fresh.deleteObjectStore('timelines');
        if (oldVersion < 2)
          fresh.createObjectStore('timelines', { keyPath: 'timeline.timelineId' });
        if (oldVersion < 3) fresh.createObjectStore('keys');
      },
    });
    return new AccountDatabase(db, userId);
  }

  async snapshot(): Promise<AccountSnapshot> {
    const tx = this.db.transaction(['rooms', 'drafts', 'outbox']);
    const [rooms, draftRooms, draftTexts, outbox] = await Promise.all([
      tx.objectStore('rooms').getAll(),
      tx.objectStore('drafts').getAllKeys(),
      tx.objectStore('drafts').getAll(),
      tx.objectStore('outbox').getAll(),
    ]);
    const drafts = Object.fromEntries(
      draftRooms.map((roomId, index) => [roomId, draftTexts[index] ?? '']),
    );
    return { rooms, drafts, outbox };
  }

  async saveRooms(upsert: readonly RoomSummary[], remove: readonly string[]): Promise<void> {
    const tx = this.db.transaction(['rooms', 'timelines'], 'readwrite');
    await Promise.all([
      ...upsert.map((room) => tx.objectStore('rooms').put(room)),
      ...remove.flatMap((roomId) => [
        tx.objectStore('rooms').delete(roomId),
        tx.objectStore('timelines').delete(roomId),
      ]),
      tx.done,
    ]);
  }

  async timeline(roomId: string): Promise<StoredTimeline | null> {
    return (await this.db.get('timelines', roomId)) ?? null;
  }

  async saveTimeline(stored: StoredTimeline): Promise<void> {
    await this.db.put('timelines', stored);
  }

  async saveOutboxEntry(entry: OutboxEntry): Promise<void> {
    await this.db.put('outbox', entry);
  }

  async removeOutboxEntry(txnId: string): Promise<void> {
    await this.db.delete('outbox', txnId);
  }

  async saveDraft(roomId: string, text: string): Promise<void> {
    if (text) await this.db.put('drafts', text, roomId);
    else await this.db.delete('drafts', roomId);
  }

  /** The key of the store of encryption keys; null on a device that has none yet. */
  async storeKey(): Promise<StoreKey | null> {
    return (await this.db.get('keys', 'store')) ?? null;
  }

  async saveStoreKey(key: StoreKey): Promise<void> {
    await this.db.put('keys', key, 'store');
  }

  /** The keys of an earlier session of the account are of no use to this one. */
  async forgetKeys(): Promise<void> {
    await Promise.all(cryptoDatabaseNames(this.userId).map((name) => deleteDB(name)));
    await this.db.delete('keys', 'store');
  }

  close(): void {
    this.db.close();
  }

  /** Forgets the account on this device, the SDK's store included. */
  async destroy(): Promise<void> {
    this.db.close();
    await Promise.all([
      deleteDB(accountDatabaseName(this.userId)),
      deleteDB(`matrix-js-sdk:${syncDatabaseName(this.userId)}`),
      ...cryptoDatabaseNames(this.userId).map((name) => deleteDB(name)),
    ]);
  }
}
