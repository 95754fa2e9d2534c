/**
 * What the worker's port offers: one method per command. The page does not call this; it calls
 * `commands.ts`, which unwraps the results and throws.
 */
import type { CommandError, Patch, UserProfile } from './types';

/** Thrown errors lose their fields in a structured clone, so failures travel as values. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: CommandError };

export interface LoginRequest {
  /** A localpart or a full user id (`@anna:example.org`). */
  user: string;
  password: string;
  /**
   * Base URL or server name. Left out: found from the full user id, else the page's own origin.
   */
  homeserver?: string;
}

export interface RegisterRequest {
  /** Localpart only. */
  username: string;
  password: string;
  /** Needed where registration asks for one: the first try fails with `registrationTokenRequired`. */
  registrationToken?: string;
  homeserver?: string;
}

export interface CreateGroupRequest {
  name: string;
  topic?: string;
  invite: string[];
}

/** The commands, as the page sees them. Each rejects with a `CommandFailure`. */
export interface Commands {
  login(request: LoginRequest): Promise<void>;
  /** Does the user-interactive stages itself (dummy, registration token) and signs in. */
  register(request: RegisterRequest): Promise<void>;
  /** Rejects with `usernameTaken` or `usernameInvalid`. */
  checkUsername(username: string, homeserver?: string): Promise<void>;
  /** Ends the session on the server and forgets everything local, even when the server cannot be reached. */
  logout(): Promise<void>;
  /** The name that others see; an empty one takes it away. */
  setDisplayName(name: string): Promise<void>;

  /**
   * Brings the timeline into the store (first by a `timelineReset` patch) and keeps it there until
   * `closeRoom`. Opening is cheap the second time. Calls nest per tab.
   */
  openRoom(roomId: string): Promise<void>;
  closeRoom(roomId: string): Promise<void>;
  /** Loads about `limit` older events. Progress is in the timeline's `backwards`. */
  paginateBack(roomId: string, limit?: number): Promise<void>;

  /** Puts the text into the outbox (kept through reloads) and returns the key of its local echo. */
  sendText(roomId: string, text: string): Promise<string>;
  /** Sends a failed message again; those that wait behind it follow in order. */
  retrySend(roomId: string, key: string): Promise<void>;
  /** Drops a message that was not sent. */
  discardFailed(roomId: string, key: string): Promise<void>;
  /** Call it at each key stroke and with false on send, clear and blur; the engine thins it out. */
  setTyping(roomId: string, isTyping: boolean): Promise<void>;
  /** Marks everything up to the item as read. The engine thins it out. */
  markRead(roomId: string, key: string): Promise<void>;
  /** Saved locally at once, and shown to the other tabs. */
  setDraft(roomId: string, text: string): Promise<void>;

  /** Opens the existing private chat with that user or makes one; resolves to its room id. */
  createDirect(userId: string): Promise<string>;
  createGroup(request: CreateGroupRequest): Promise<string>;
  /** A room id or alias, or a matrix.to or matrix: link; resolves to the room id. */
  joinRoom(roomIdOrAlias: string): Promise<string>;
  leaveRoom(roomId: string): Promise<void>;
  acceptInvite(roomId: string): Promise<void>;
  rejectInvite(roomId: string): Promise<void>;
  inviteUser(roomId: string, userId: string): Promise<void>;
  /** By name or user id; a full user id that the directory does not know is looked up by its profile. */
  searchUsers(term: string, limit?: number): Promise<UserProfile[]>;
  /** Brings all members of the room into the store. */
  loadMembers(roomId: string): Promise<void>;

  /** Tries to reach the server now instead of waiting for `retryAt`. */
  retryConnection(): Promise<void>;
}

/** Names of the commands, for building the page-side facade. */
export type CommandName = keyof Commands;

/** The commands, as the engine carries them out. */
export interface EngineCommands extends Omit<Commands, 'sendText'> {
  /** The page chooses the key, which is also the transaction id: asked for twice, the message is sent once. */
  sendText(roomId: string, text: string, key: string): Promise<string>;
}

/** The same, as they cross the wall: results instead of rejections. */
export type EngineAnswers = {
  [Name in CommandName]: (
    ...args: Parameters<EngineCommands[Name]>
  ) => Promise<Result<Awaited<ReturnType<EngineCommands[Name]>>>>;
};

/** One tab's connection to the engine. */
export interface EnginePort extends EngineAnswers {
  /**
   * Starts the flow of patches to this tab. The first batch is everything the tab needs to paint:
   * session, connection, chat list and drafts from the snapshot.
   */
  subscribe(): Promise<void>;
  /** The tab regained or lost the network. */
  networkChanged(isOnline: boolean): Promise<void>;
}

/**
 * Patches travel beside the commands on the same port, as plain messages: callbacks would need ports inside
 * messages, which a `BroadcastChannel` cannot carry.
 */
export interface PatchMessage {
  patches: Patch[];
}

/** Tells the engine how to notice that the tab is gone. */
export interface HelloMessage {
  /** Name of a Web Lock that the tab holds by now, and as long as it lives. */
  lifeLock: string;
}
