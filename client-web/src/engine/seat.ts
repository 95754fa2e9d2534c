/**
 * An account that is signed in on this device. Several may be at once: each syncs and has all it shows at hand, so that
 * going from one to another takes no longer than sending it.
 */
import { parseTimelineId } from '@/lib/timeline-id';
import type { AccountSummary, Notice, UserProfile } from '@/matrix/types';
import { AccountDatabase, type StoredSession, type StoredTimeline } from './database';
import { Publisher, type TimelineView } from './publisher';
import { Tabs } from './tabs';
import { Visit } from './visit';

/** How much of a timeline is kept for the next start. */
const archivedItems = 60;

/** Where tabs are connected: an account, or the lobby while nobody is signed in. */
export interface Place {
  readonly tabs: Tabs;
  readonly publisher: Publisher;
}

export interface SeatEvents {
  /** The server ended the session; `isSoft` when signing in again continues it. */
  revoked(isSoft: boolean): void;
  /** What is shown of the account where another one is looked at. */
  changed(): void;
  isCurrent(seat: Seat): boolean;
  /** The session is to be kept in its new form. */
  renamed(session: StoredSession): void;
  notice(notice: Notice): void;
}

export class Seat implements Place {
  readonly tabs = new Tabs();
  readonly publisher: Publisher;
  readonly visit: Visit;
  #session: StoredSession;

  private constructor(
    session: StoredSession,
    database: AccountDatabase,
    { rooms, ...stored }: Awaited<ReturnType<AccountDatabase['snapshot']>>,
    private readonly events: SeatEvents,
  ) {
    this.#session = session;
    this.publisher = new Publisher(this.tabs, {
      rooms: (upsert, remove) => {
        void database.saveRooms(upsert, remove);
        events.changed();
      },
      timeline: (view) => {
        const isLive = parseTimelineId(view.timeline.timelineId).kind === 'live';
        if (isLive) void database.saveTimeline(trimmed(view));
      },
    });
    // Paints what the database knows, then lets the visit start the SDK.
    if (rooms.length > 0) this.publisher.setRooms(rooms);
    for (const [roomId, text] of Object.entries(stored.drafts)) {
      this.publisher.setDraft(roomId, text);
    }
    this.#publishSession();
    this.visit = new Visit(session, database, stored, this.publisher, this.tabs, {
      revoked: (isSoft) => events.revoked(isSoft),
      notice: (notice) => events.notice(notice),
      profileChanged: (profile) => this.#profileChanged(profile),
      isCurrent: () => events.isCurrent(this),
    });
  }

  static async take(session: StoredSession, events: SeatEvents): Promise<Seat> {
    const database = await AccountDatabase.open(session.userId);
    return new Seat(session, database, await database.snapshot(), events);
  }

  get session(): StoredSession {
    return this.#session;
  }

  /** What is shown of the account in the list of accounts. */
  get summary(): Omit<AccountSummary, 'isCurrent'> {
    const { userId, displayName, avatarUrl } = this.#session;
    return { userId, displayName, avatarUrl, unreadChats: this.publisher.unreadChats() };
  }

  /** Somebody looks at the account from now on, or at another one. */
  setCurrent(isCurrent: boolean): void {
    const { running } = this.visit;
    if (!running) return;
    running.media.isOpen = isCurrent;
    if (!isCurrent) running.presence.setAttention(false);
  }

  #profileChanged({ displayName, avatarUrl }: UserProfile): void {
    this.#session = { ...this.#session, displayName, avatarUrl };
    this.#publishSession();
    this.events.renamed(this.#session);
    this.events.changed();
  }

  #publishSession(): void {
    const { accessToken: _secret, ...session } = this.#session;
    this.publisher.setSession({ status: 'signedIn', session });
  }
}

/** The end of a timeline; what was cut off can be loaded again. */
function trimmed({ timeline, members }: TimelineView): StoredTimeline {
  const items = timeline.items.slice(-archivedItems);
  const backwards = items.length < timeline.items.length ? 'idle' : timeline.backwards;
  return { timeline: { ...timeline, items, backwards }, members: [...members] };
}
