/** What is done inside one chat: reading and writing. */

export interface TimelineCommands {
  /**
   * Brings a timeline (see `lib/timeline-id.ts`) into the store, first by a `timelineReset` patch, and keeps it there
   * until `closeRoom`. Opening is cheap the second time. Calls nest per tab. For the surroundings of an event it resolves
   * once they are there, and rejects where they are not to be had.
   */
  openRoom(timelineId: string): Promise<void>;
  closeRoom(timelineId: string): Promise<void>;
  /** Loads about `limit` older events. Progress is in the timeline's `backwards`. */
  paginateBack(timelineId: string, limit?: number): Promise<void>;
  /** The same towards the present, for surroundings that do not reach it yet. */
  paginateForward(timelineId: string, limit?: number): Promise<void>;

  /** Call it at each key stroke and with false on send, clear and blur; the engine thins it out. */
  setTyping(roomId: string, isTyping: boolean): Promise<void>;
  /** Marks everything up to the item as read. The engine thins it out. */
  markRead(roomId: string, key: string): Promise<void>;
  /** Saved locally at once, and shown to the other tabs. */
  setDraft(roomId: string, text: string): Promise<void>;
  /** Brings all members of the room into the store. */
  loadMembers(roomId: string): Promise<void>;
}
