/**
 * Turns "something about this room changed" into patches. It remembers what the tabs were last told, looks once
 * per frame at what is marked, and sends only what differs: any number of events cost one patch.
 */
import { isEqual } from '@/lib/equal';
import { parseTimelineId } from '@/lib/timeline-id';
import type {
  ConnectionState,
  Member,
  MessageItem,
  NamedUser,
  Patch,
  PersonPresence,
  RoomSummary,
  RoomDetails,
  SessionState,
  TimelineSnapshot,
} from '@/matrix/types';
import { diffTimeline } from './diff';
import { steadySummary, steadyTimeline, withWaiting } from './steady';
import type { Tab, Tabs } from './tabs';

const frameMs = 16;
/** So many rooms in one patch keep neither side from its next frame. */
const roomsAtOnce = 200;

/** A timeline with those members that are needed to show it. */
export interface TimelineView {
  timeline: TimelineSnapshot;
  members: readonly Member[];
}

/** Our messages that wait to be sent to a room; null while nobody knows. */
export type Waiting = (roomId: string) => readonly MessageItem[] | null;

/** Where the truth is; read at most once per frame. */
export interface Source {
  /** Until the first sync: what was published may be younger than what is known here. */
  readonly isBehind: boolean;
  /** Null when the room is gone from the list. */
  summary(roomId: string): RoomSummary | null;
  /** Null when nothing is known of it. */
  timeline(timelineId: string): TimelineView | null;
  details(roomId: string): RoomDetails | null;
}

/** What is worth keeping for the next start. */
export interface Archive {
  rooms(upsert: readonly RoomSummary[], remove: readonly string[]): void;
  timeline(view: TimelineView): void;
}

interface PublishedTimeline {
  timeline: TimelineSnapshot;
  members: Map<string, Member>;
}

export class Publisher {
  #session: SessionState = { status: 'loading' };
  #connection: ConnectionState = { phase: 'connecting' };
  #source: Source | null = null;
  #waiting: Waiting = () => null;
  /** True when the list is known to be complete, be it empty. */
  #hasRooms = false;
  readonly #rooms = new Map<string, RoomSummary>();
  readonly #details = new Map<string, RoomDetails>();
  readonly #typing = new Map<string, NamedUser[]>();
  readonly #presence = new Map<string, PersonPresence>();
  readonly #drafts = new Map<string, string>();
  readonly #timelines = new Map<string, PublishedTimeline>();

  /** What is sent whole whenever it changes, by name: a new tab gets the last of each. */
  readonly #kept = new Map<string, Patch>();

  readonly #queued: Patch[] = [];
  readonly #markedRooms = new Set<string>();
  readonly #markedTyping = new Set<string>();
  readonly #markedPeople = new Set<string>();
  readonly #markedDrafts = new Set<string>();
  #frame: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly tabs: Tabs,
    private readonly archive: Archive,
  ) {}

  /** Whether the tabs have a list to show, be it empty. */
  get hasRooms(): boolean {
    return this.#hasRooms;
  }

  /** The first batch of a new tab: all that the others have. */
  welcome(tab: Tab): void {
    const batch: Patch[] = [
      { type: 'session', state: this.#session },
      { type: 'connection', state: this.#connection },
      { type: 'drafts', drafts: Object.fromEntries(this.#drafts) },
      ...this.#kept.values(),
      ...[...this.#typing].map(([roomId, users]) => typingPatch(roomId, users)),
    ];
    if (this.#presence.size > 0) {
      batch.push({ type: 'presence', people: [...this.#presence.values()] });
    }
    if (this.#hasRooms)
      batch.push({ type: 'rooms', upsert: [...this.#rooms.values()], remove: [] });
    tab.send(batch);
  }

  /** From now on marked rooms are read from here. */
  setSource(source: Source | null): void {
    this.#source = source;
  }

  /** What is known of a room before the source knows it, besides what is remembered. */
  setWaiting(waiting: Waiting): void {
    this.#waiting = waiting;
  }

  setSession(state: SessionState): void {
    this.#session = state;
    this.#queue({ type: 'session', state });
  }

  setConnection(state: ConnectionState): void {
    this.#connection = state;
    this.#queue({ type: 'connection', state });
  }

  /** Sends a patch that replaces what an earlier one of that name said. */
  keep(name: string, patch: Patch): void {
    this.#kept.set(name, patch);
    this.#queue(patch);
  }

  /** The same, unless it says what the last one said. */
  keepIfNew(name: string, patch: Patch): void {
    if (!isEqual(this.#kept.get(name), patch)) this.keep(name, patch);
  }

  /** Sends something that is over when it is told: to all tabs, in its turn. */
  tell(patch: Patch): void {
    this.#queue(patch);
  }

  /** Chats with something unread in them. */
  unreadChats(): number {
    return [...this.#rooms.values()].filter(hasUnread).length;
  }

  /** What a snapshot or the first sync knows of the list. */
  setRooms(rooms: readonly RoomSummary[]): void {
    this.#hasRooms = true;
    for (const room of rooms) this.#rooms.set(room.roomId, room);
    this.#queue({ type: 'rooms', upsert: [...rooms], remove: [] });
  }

  /** The list holds these rooms and no others; each is looked at anew. */
  markAllRooms(roomIds: Iterable<string>): void {
    if (!this.#hasRooms) this.setRooms([]);
    for (const roomId of [...roomIds, ...this.#rooms.keys()]) this.markRoom(roomId);
  }

  /** Something about the room, its timeline or our messages in it changed. */
  markRoom(roomId: string): void {
    this.#markedRooms.add(roomId);
    this.#schedule();
  }

  setTyping(roomId: string, users: NamedUser[]): void {
    if (isEqual(this.#typing.get(roomId) ?? [], users)) return;
    if (users.length > 0) this.#typing.set(roomId, users);
    else this.#typing.delete(roomId);
    this.#markedTyping.add(roomId);
    this.#schedule();
  }

  setPresence(person: PersonPresence): void {
    if (isEqual(this.#presence.get(person.userId), person)) return;
    this.#presence.set(person.userId, person);
    this.#markedPeople.add(person.userId);
    this.#schedule();
  }

  /** Without a connection nobody is known to type. */
  clearTyping(): void {
    for (const roomId of [...this.#typing.keys()]) this.setTyping(roomId, []);
  }

  setDraft(roomId: string, text: string): void {
    if (text) this.#drafts.set(roomId, text);
    else this.#drafts.delete(roomId);
    this.#markedDrafts.add(roomId);
    this.#schedule();
  }

  /** Gives a tab a timeline; `fallback` is what the database remembers of it. */
  showTimeline(tab: Tab, timelineId: string, fallback: TimelineView | null): void {
    this.flush();
    const before = this.#timelines.get(timelineId);
    if (!before && fallback) this.#timelines.set(timelineId, toPublished(fallback));
    const known = before ? null : (this.#view(timelineId) ?? fallback);
    const published = before ?? (known && toPublished(known));
    if (!published) return;
    this.#timelines.set(timelineId, published);
    tab.send([
      ...resetPatches({ ...published, members: [...published.members.values()] }),
      ...this.#detailsOf(parseTimelineId(timelineId).roomId),
    ]);
  }

  /** Stops following a timeline once no tab shows it. */
  hideTimeline(timelineId: string): void {
    if (this.tabs.isOpen(timelineId)) return;
    this.#timelines.delete(timelineId);
    this.#details.delete(timelineId);
  }

  /** Sends what is marked. Runs by itself once per frame, and then for no more rooms than a frame has time for. */
  flush(mostRooms = Infinity): void {
    if (this.#frame) clearTimeout(this.#frame);
    this.#frame = null;
    const marked = this.#takeMarked(mostRooms);
    const shared = [
      ...this.#queued.splice(0),
      ...this.#takeRooms(marked),
      ...this.#takeTyping(),
      ...this.#takePresence(),
      ...this.#takeDrafts(),
    ];
    const byTimeline = this.#takeTimelines(marked);
    for (const tab of this.tabs.all()) {
      const ofTab = [...tab.openTimelines.keys()].flatMap((id) => byTimeline.get(id) ?? []);
      if (shared.length + ofTab.length > 0) tab.send([...shared, ...ofTab]);
    }
    if (this.#markedRooms.size > 0) this.#schedule();
  }

  /** What is looked at this time: what is open before the rest. */
  #takeMarked(mostRooms: number): ReadonlySet<string> {
    const open = [...this.tabs.openTimelines()].map((id) => parseTimelineId(id).roomId);
    const taken = new Set(open.filter((roomId) => this.#markedRooms.has(roomId)));
    for (const roomId of this.#markedRooms) {
      if (taken.size >= mostRooms) break;
      taken.add(roomId);
    }
    for (const roomId of taken) this.#markedRooms.delete(roomId);
    return taken;
  }

  #takeRooms(marked: ReadonlySet<string>): Patch[] {
    const source = this.#source;
    if (!source || marked.size === 0) return [];
    const upsert: RoomSummary[] = [];
    const remove: string[] = [];
    for (const roomId of marked) {
      const before = this.#rooms.get(roomId);
      const now = steadySummary(before, source.summary(roomId), source.isBehind);
      if (now && !isEqual(before, now)) {
        this.#rooms.set(roomId, now);
        upsert.push(now);
      } else if (before && !now) {
        this.#rooms.delete(roomId);
        remove.push(roomId);
      }
    }
    if (upsert.length + remove.length === 0) return [];
    this.archive.rooms(upsert, remove);
    return [{ type: 'rooms', upsert, remove }];
  }

  #takeTimelines(marked: ReadonlySet<string>): Map<string, Patch[]> {
    const patches = new Map<string, Patch[]>();
    if (marked.size === 0) return patches;
    for (const timelineId of this.tabs.openTimelines()) {
      const isMarked = marked.has(parseTimelineId(timelineId).roomId);
      const view = isMarked ? this.#view(timelineId) : null;
      if (!view) continue;
      const published = this.#timelines.get(timelineId);
      const shown = published ? this.#diff(published, view) : this.#reset(view);
      patches.set(timelineId, [...shown, ...this.#takeDetails(timelineId)]);
    }
    return patches;
  }

  /** What the source knows, or else what is remembered; nothing that is shown goes because it is only known later. */
  #view(timelineId: string): TimelineView | null {
    const shown = this.#timelines.get(timelineId);
    const view = this.#source?.timeline(timelineId) ?? null;
    if (!shown) return view;
    if (view) {
      const timeline = steadyTimeline(
        shown.timeline,
        view.timeline,
        this.#source?.isBehind === true,
      );
      return { ...view, timeline };
    }
    const { kind, roomId } = parseTimelineId(timelineId);
    const waiting = kind === 'live' ? this.#waiting(roomId) : null;
    if (!waiting) return null;
    const timeline = withWaiting(shown.timeline, waiting);
    return { timeline, members: [...shown.members.values()] };
  }

  /** Settings of a room belong to its live timeline; what else of it is open need not bring them again. */
  #takeDetails(timelineId: string): Patch[] {
    const before = this.#details.get(timelineId);
    const [patch] = parseTimelineId(timelineId).kind === 'live' ? this.#detailsOf(timelineId) : [];
    return patch && !isEqual(before, this.#details.get(timelineId)) ? [patch] : [];
  }

  #detailsOf(roomId: string): Patch[] {
    const details = this.#source?.details(roomId);
    if (!details) return [];
    this.#details.set(roomId, details);
    return [{ type: 'details', details }];
  }

  /** Publishes a timeline of which nothing was known when it was opened. */
  #reset(view: TimelineView): Patch[] {
    this.#timelines.set(view.timeline.timelineId, toPublished(view));
    this.archive.timeline(view);
    return resetPatches(view);
  }

  #diff(published: PublishedTimeline, view: TimelineView): Patch[] {
    const { timelineId, backwards, forwards, ownReadKey, items } = view.timeline;
    const { roomId } = parseTimelineId(timelineId);
    const changed = view.members.filter(
      (member) => !isEqual(published.members.get(member.userId), member),
    );
    for (const member of changed) published.members.set(member.userId, member);
    const members: Patch[] =
      changed.length > 0 ? [{ type: 'members', roomId, upsert: changed }] : [];

    const before = published.timeline;
    const { splices, update } = diffTimeline(before.items, items);
    published.timeline = view.timeline;
    const isSame =
      splices.length + update.length === 0 &&
      before.backwards === backwards &&
      before.forwards === forwards &&
      before.ownReadKey === ownReadKey;
    if (!isSame) this.archive.timeline(view);
    return isSame
      ? members
      : [
          ...members,
          { type: 'timeline', timelineId, splices, update, backwards, forwards, ownReadKey },
        ];
  }

  #takeTyping(): Patch[] {
    const roomIds = [...this.#markedTyping];
    this.#markedTyping.clear();
    return roomIds.map((roomId) => typingPatch(roomId, this.#typing.get(roomId) ?? []));
  }

  #takePresence(): Patch[] {
    const people = [...this.#markedPeople].flatMap((userId) => this.#presence.get(userId) ?? []);
    this.#markedPeople.clear();
    return people.length === 0 ? [] : [{ type: 'presence', people }];
  }

  #takeDrafts(): Patch[] {
    if (this.#markedDrafts.size === 0) return [];
    const drafts = Object.fromEntries(
      [...this.#markedDrafts].map((roomId) => [roomId, this.#drafts.get(roomId) ?? '']),
    );
    this.#markedDrafts.clear();
    return [{ type: 'drafts', drafts }];
  }

  #queue(patch: Patch): void {
    this.#queued.push(patch);
    this.#schedule();
  }

  #schedule(): void {
    this.#frame ??= setTimeout(() => this.flush(roomsAtOnce), frameMs);
  }
}

const hasUnread = ({ unreadCount, membership }: RoomSummary): boolean =>
  unreadCount > 0 || membership === 'invite';

function typingPatch(roomId: string, users: NamedUser[]): Patch {
  return { type: 'typing', typing: { roomId, users } };
}

function resetPatches({ timeline, members }: TimelineView): Patch[] {
  return [
    {
      type: 'members',
      roomId: parseTimelineId(timeline.timelineId).roomId,
      upsert: [...members],
    },
    { type: 'timelineReset', timeline },
  ];
}

function toPublished(view: TimelineView): PublishedTimeline {
  const members = new Map(view.members.map((member) => [member.userId, member]));
  return { timeline: view.timeline, members };
}
