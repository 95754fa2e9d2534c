/** What is done inside one chat: reading and writing. */

export interface TimelineCommands {
  /**
   * Brings the timeline into the store (first by a `timelineReset` patch) and keeps it there until
   * `closeRoom`. Opening is cheap the second time. Calls nest per tab.
   */
  openRoom(roomId: string): Promise<void>;
  closeRoom(roomId: string): Promise<void>;
  /** Loads about `limit` older events. Progress is in the timeline's `backwards`. */
  paginateBack(roomId: string, limit?: number): Promise<void>;

  /** Call it at each key stroke and with false on send, clear and blur; the engine thins it out. */
  setTyping(roomId: string, isTyping: boolean): Promise<void>;
  /** Marks everything up to the item as read. The engine thins it out. */
  markRead(roomId: string, key: string): Promise<void>;
  /** Saved locally at once, and shown to the other tabs. */
  setDraft(roomId: string, text: string): Promise<void>;
  /** Brings all members of the room into the store. */
  loadMembers(roomId: string): Promise<void>;
}
