/**
 * The engine: one per browser, whatever the number of tabs. Holds the session, begins and ends visits, and tells
 * the tabs what changes. What a tab may ask of it is in `tab-port.ts`.
 */
import { parseTimelineId } from '@/lib/timeline-id';
import type { LoginRequest, RegisterRequest } from '@/matrix/protocol';
import type { UserProfile } from '@/matrix/types';
import type { Account } from './account';
import { login, logout, register } from './auth';
import {
  AccountDatabase,
  OriginDatabase,
  type StoredSession,
  type StoredTimeline,
} from './database';
import { EngineFailure } from './errors';
import { Publisher, type TimelineView } from './publisher';
import { Tabs } from './tabs';
import { Visit } from './visit';

/** How much of a timeline is kept for the next start. */
const archivedItems = 60;

export class Engine {
  readonly tabs = new Tabs();
  readonly publisher = new Publisher(this.tabs, {
    rooms: (upsert, remove) => void this.#visit?.database.saveRooms(upsert, remove),
    timeline: (view) => {
      const isLive = parseTimelineId(view.timeline.timelineId).kind === 'live';
      if (isLive) void this.#visit?.database.saveTimeline(trimmed(view));
    },
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
    const { session } = await this.visit();
    await this.#leave('user', true);
    // Locally we are out in any case; the server is told when it can be.
    await logout(session).catch(() => undefined);
  }

  /** The account was closed for good: nothing of it stays here. */
  async forgetAccount(): Promise<void> {
    await this.#leave('user', true);
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
    await this.#leave('user', false);
    await (await this.#origin).saveSession(session);
    await this.#enter(session);
  }

  /** Paints what the database knows, then lets the visit start the SDK. */
  async #enter(session: StoredSession): Promise<void> {
    const database = await AccountDatabase.open(session.userId);
    const { rooms, ...stored } = await database.snapshot();
    if (rooms.length > 0) this.publisher.setRooms(rooms);
    for (const [roomId, text] of Object.entries(stored.drafts))
      this.publisher.setDraft(roomId, text);
    this.#publishSession(session);
    this.#visit = new Visit(session, database, stored, this.publisher, this.tabs, {
      revoked: (isSoft) => void this.#leave('revoked', !isSoft),
      profileChanged: (profile) => void this.#profileChanged(session, profile),
    });
  }

  async #leave(reason: 'user' | 'revoked', forgetsData: boolean): Promise<void> {
    const visit = this.#visit;
    if (!visit) return;
    this.#visit = null;
    this.tabs.closeAll();
    this.publisher.forget({ status: 'signedOut', reason });
    await (await this.#origin).clearSession();
    await visit.end(forgetsData);
  }

  async #profileChanged(session: StoredSession, profile: UserProfile): Promise<void> {
    const { displayName, avatarUrl } = profile;
    const changed = { ...session, displayName, avatarUrl };
    this.#publishSession(changed);
    await (await this.#origin).saveSession(changed);
  }

  #publishSession({ accessToken: _secret, ...session }: StoredSession): void {
    this.publisher.setSession({ status: 'signedIn', session });
  }
}

/** The end of a timeline; what was cut off can be loaded again. */
function trimmed({ timeline, members }: TimelineView): StoredTimeline {
  const items = timeline.items.slice(-archivedItems);
  const backwards = items.length < timeline.items.length ? 'idle' : timeline.backwards;
  return { timeline: { ...timeline, items, backwards }, members: [...members] };
}
