/**
 * What the worker's port offers: one method per command. The page does not call this; it calls
 * `commands.ts`, which unwraps the results and throws.
 */
import type { AccountsCommands } from './protocol/accounts';
import type { AcrossCommands } from './protocol/across';
import type { CallCommands } from './protocol/calls';
import type { ChatListCommands } from './protocol/chat-list';
import type { ChatCommands } from './protocol/chats';
import type { ExportCommands } from './protocol/export';
import type { EventCommands } from './protocol/events';
import type { LiveCommands } from './protocol/live';
import type { OwnDataCommands } from './protocol/own';
import type { ProfileCommands } from './protocol/profile';
import type { RoomSettingsCommands } from './protocol/room-settings';
import type { KeyedSendingCommands, SendingCommands } from './protocol/sending';
import type { ScheduledCommands } from './protocol/scheduled';
import type { EncryptionCommands } from './protocol/encryption';
import type { SettingsCommands } from './protocol/settings';
import type { SessionCommands } from './protocol/session';
import type { TimelineCommands } from './protocol/timeline';
import type { CommandError, Patch } from './types';

export type { CreateGroupRequest } from './protocol/chats';
export type { LoginRequest, RegisterRequest } from './protocol/session';

/** Thrown errors lose their fields in a structured clone, so failures travel as values. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: CommandError };

/** The commands, as the page sees them: a file per subject in `protocol/`. Each rejects with a `CommandFailure`. */
export interface Commands
  extends SessionCommands,
    AccountsCommands,
    ExportCommands,
    TimelineCommands,
    SendingCommands,
    ScheduledCommands,
    CallCommands,
    EventCommands,
    ChatCommands,
    EncryptionCommands,
    RoomSettingsCommands,
    OwnDataCommands,
    SettingsCommands,
    ProfileCommands,
    ChatListCommands,
    AcrossCommands,
    LiveCommands {}

/** Names of the commands, for building the page-side facade. */
export type CommandName = keyof Commands;

/** The commands, as the engine carries them out. */
export interface EngineCommands
  extends Omit<Commands, keyof KeyedSendingCommands>,
    KeyedSendingCommands {}

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
