/**
 * The engine: one per browser, whatever the number of tabs. Holds the accounts, of which one is looked at, and moves the
 * tabs among them. What a tab may ask of it is in `tab-port.ts`.
 */
import type { LoginRequest, RegisterRequest } from '@/matrix/protocol';
import type { Notice, Patch } from '@/matrix/types';
import type { Account } from './account';
import { login, logout, register } from './auth';
import { OriginDatabase, type StoredSession } from './database';
import { EngineFailure } from './errors';
import { tellMediaOfChange } from './media-desk';
import { Publisher } from './publisher';
import { type Place, Seat } from './seat';
import { type Tab, Tabs } from './tabs';
import type { Visit } from './visit';

export class Engine {
  readonly #origin = OriginDatabase.open();
  readonly #seats = new Map<string, Seat>();
  readonly #lobby = lobby();
  #current: Place = this.#lobby;
  /** Settles when the stored sessions have been looked at. */
  readonly #started: Promise<void>;

  constructor(readonly pageOrigin: string) {
    this.#started = this.#start();
  }

  /** Of the account that is looked at, as is the publisher. */
  get tabs(): Tabs {
    return this.#current.tabs;
  }

  get publisher(): Publisher {
    return this.#current.publisher;
  }

  connect(send: Tab['send']): Tab {
    return this.tabs.add(send);
  }

  disconnect(tab: Tab): void {
    const timelines = [...tab.openTimelines.keys()];
    this.tabs.remove(tab);
    for (const timelineId of timelines) this.publisher.hideTimeline(timelineId);
  }

  async login(request: LoginRequest): Promise<void> {
    await this.#begin(await login(request, this.pageOrigin));
  }

  async register(request: RegisterRequest): Promise<void> {
    await this.#begin(await register(request, this.pageOrigin));
  }

  async logout(): Promise<void> {
    const seat = await this.#seat();
    await this.#leave(seat, 'user', true);
    // Locally we are out in any case; the server is told when it can be.
    await logout(seat.session).catch(() => undefined);
  }

  /** The account was closed for good: nothing of it stays here. */
  async forgetAccount(): Promise<void> {
    await this.#leave(await this.#seat(), 'user', true);
  }

  /** Looks at another of the accounts that are signed in here. */
  async switchAccount(userId: string): Promise<void> {
    await this.#started;
    const seat = this.#seats.get(userId);
    if (!seat) throw new EngineFailure('signedOut', userId);
    if (seat === this.#current) return;
    this.#moveTo(seat, true);
    await (await this.#origin).saveCurrent(userId);
  }

  /** What belongs to the account that is looked at; rejects when nobody is signed in. */
  async visit(): Promise<Visit> {
    return (await this.#seat()).visit;
  }

  /** The account with its SDK running. */
  async account(): Promise<Account> {
    return (await this.visit()).account;
  }

  /** A tab noticed that the machine's network came or went. */
  networkChanged(isOnline: boolean): void {
    for (const { visit } of this.#seats.values()) visit.connection.networkChanged(isOnline);
  }

  async #seat(): Promise<Seat> {
    await this.#started;
    if (!(this.#current instanceof Seat)) throw new EngineFailure('signedOut');
    return this.#current;
  }

  async #start(): Promise<void> {
    const { sessions, currentUserId } = await (await this.#origin).accounts();
    for (const session of sessions) await this.#take(session);
    const [first] = this.#seats.values();
    const current = this.#seats.get(currentUserId ?? '') ?? first;
    if (current) this.#moveTo(current, false);
    else this.publisher.setSession({ status: 'signedOut', reason: 'never' });
  }

  /** A fresh sign-in: beside the accounts that are here, or in the place of an older session of the same one. */
  async #begin(session: StoredSession): Promise<void> {
    await this.#started;
    const before = this.#seats.get(session.userId);
    if (before) await this.#leave(before, 'user', false);
    const origin = await this.#origin;
    await origin.saveSession(session);
    await origin.saveCurrent(session.userId);
    this.#moveTo(await this.#take(session), true);
  }

  async #take(session: StoredSession): Promise<Seat> {
    const seat: Seat = await Seat.take(session, {
      revoked: (isSoft) => void this.#leave(seat, 'revoked', !isSoft),
      changed: () => this.#publishAccounts(),
      isCurrent: (which) => which === this.#current,
      renamed: (changed) => void this.#origin.then((origin) => origin.saveSession(changed)),
      notice: (notice) => this.#tell(notice),
    });
    this.#seats.set(session.userId, seat);
    return seat;
  }

  /** Brings the tabs to another account, or to the lobby. `forgets` where they have something of another one. */
  #moveTo(place: Place, forgets: boolean): void {
    const before = this.#current;
    if (before === place) return;
    this.#current = place;
    if (before instanceof Seat) {
      before.setCurrent(false);
      tellMediaOfChange();
    }
    if (place instanceof Seat) place.setCurrent(true);
    const open = before.tabs.openTimelines();
    const tabs = before.tabs.takeAll();
    // Nobody is told of these any more: what was published of them grows old.
    for (const timelineId of open) before.publisher.hideTimeline(timelineId);
    for (const tab of tabs) {
      place.tabs.join(tab);
      if (forgets) tab.send([{ type: 'forget' } satisfies Patch]);
      place.publisher.welcome(tab);
    }
    this.#publishAccounts();
  }

  async #leave(seat: Seat, reason: 'user' | 'revoked', forgetsData: boolean): Promise<void> {
    const { userId } = seat.session;
    if (this.#seats.get(userId) !== seat) return;
    this.#seats.delete(userId);
    if (this.#current === seat) {
      const [next] = this.#seats.values();
      this.#lobby.publisher.setSession({ status: 'signedOut', reason });
      this.#moveTo(next ?? this.#lobby, true);
    } else {
      this.#publishAccounts();
    }
    await (await this.#origin).forgetSession(userId);
    await seat.visit.end(forgetsData);
  }

  #publishAccounts(): void {
    const accounts = [...this.#seats.values()].map((seat) => ({
      ...seat.summary,
      isCurrent: seat === this.#current,
    }));
    this.publisher.keepIfNew('accounts', { type: 'accounts', accounts });
  }

  /** One tab tells of it, so that it is heard once, whichever account it is for. */
  #tell(notice: Notice): void {
    this.tabs.foremost()?.send([{ type: 'notice', notice }]);
  }
}

function lobby(): Place {
  const tabs = new Tabs();
  const publisher = new Publisher(tabs, { rooms: () => undefined, timeline: () => undefined });
  return { tabs, publisher };
}
