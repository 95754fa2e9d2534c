/** The tabs that are connected to this engine, and which rooms each of them shows. */
import type { Patch } from '@/matrix/types';

/** One tab: where its patches go, and what it has open. */
export interface Tab {
  send(batch: Patch[]): void;
  /** How often the tab opened each room. */
  readonly openRooms: Map<string, number>;
}

export class Tabs {
  readonly #tabs = new Set<Tab>();

  add(send: Tab['send']): Tab {
    const tab: Tab = { send, openRooms: new Map() };
    this.#tabs.add(tab);
    return tab;
  }

  remove(tab: Tab): void {
    this.#tabs.delete(tab);
  }

  all(): Iterable<Tab> {
    return this.#tabs;
  }

  open(tab: Tab, roomId: string): void {
    tab.openRooms.set(roomId, (tab.openRooms.get(roomId) ?? 0) + 1);
  }

  close(tab: Tab, roomId: string): void {
    const count = (tab.openRooms.get(roomId) ?? 0) - 1;
    if (count > 0) tab.openRooms.set(roomId, count);
    else tab.openRooms.delete(roomId);
  }

  isOpen(roomId: string): boolean {
    return [...this.#tabs].some((tab) => tab.openRooms.has(roomId));
  }

  /** The rooms that some tab shows. */
  openRooms(): Set<string> {
    return new Set([...this.#tabs].flatMap((tab) => [...tab.openRooms.keys()]));
  }

  closeAll(): void {
    for (const tab of this.#tabs) tab.openRooms.clear();
  }
}
