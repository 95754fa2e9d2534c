/** The tabs that are connected to this engine, and which timelines each of them shows. */
import type { Patch } from '@/matrix/types';

/** One tab: where its patches go, and what it has open. */
export interface Tab {
  send(batch: Patch[]): void;
  /** How often the tab opened each timeline. */
  readonly openTimelines: Map<string, number>;
  /** Somebody looks at the tab. */
  isFocused: boolean;
  /** The room that they have in front of them. */
  watchedRoom: string | null;
}

export class Tabs {
  readonly #tabs = new Set<Tab>();

  add(send: Tab['send']): Tab {
    const tab: Tab = { send, openTimelines: new Map(), isFocused: false, watchedRoom: null };
    this.#tabs.add(tab);
    return tab;
  }

  /** Takes in a tab that was connected elsewhere. */
  join(tab: Tab): void {
    this.#tabs.add(tab);
  }

  /** Lets all tabs go, with nothing open any more. */
  takeAll(): readonly Tab[] {
    const tabs = [...this.#tabs];
    this.#tabs.clear();
    for (const tab of tabs) tab.openTimelines.clear();
    return tabs;
  }

  remove(tab: Tab): void {
    this.#tabs.delete(tab);
  }

  all(): Iterable<Tab> {
    return this.#tabs;
  }

  open(tab: Tab, timelineId: string): void {
    tab.openTimelines.set(timelineId, (tab.openTimelines.get(timelineId) ?? 0) + 1);
  }

  close(tab: Tab, timelineId: string): void {
    const count = (tab.openTimelines.get(timelineId) ?? 0) - 1;
    if (count > 0) tab.openTimelines.set(timelineId, count);
    else tab.openTimelines.delete(timelineId);
  }

  isOpen(timelineId: string): boolean {
    return [...this.#tabs].some((tab) => tab.openTimelines.has(timelineId));
  }

  /** The timelines that some tab shows. */
  openTimelines(): Set<string> {
    return new Set([...this.#tabs].flatMap((tab) => [...tab.openTimelines.keys()]));
  }

  /** Somebody has the room in front of them. */
  isWatched(roomId: string): boolean {
    return [...this.#tabs].some((tab) => tab.isFocused && tab.watchedRoom === roomId);
  }

  isAnyFocused(): boolean {
    return [...this.#tabs].some((tab) => tab.isFocused);
  }

  /** The tab that speaks for all: one that is looked at, else the oldest. */
  foremost(): Tab | null {
    const tabs = [...this.#tabs];
    return tabs.find((tab) => tab.isFocused) ?? tabs[0] ?? null;
  }
}
