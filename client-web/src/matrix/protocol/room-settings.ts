/** Changing a room and who may do what in it. What may not be done is refused with `forbidden`. */
import type { HistoryVisibility, LoggedAction, RoomAccess, RoomPowers } from '../types';

export interface RoomSettingsCommands {
  setRoomName(roomId: string, name: string): Promise<void>;
  /** An empty text takes the description away. */
  setRoomTopic(roomId: string, topic: string): Promise<void>;
  /** Null takes the picture away. */
  setRoomAvatar(roomId: string, picture: Blob | null): Promise<void>;

  kick(roomId: string, userId: string, reason: string | null): Promise<void>;
  ban(roomId: string, userId: string, reason: string | null): Promise<void>;
  unban(roomId: string, userId: string): Promise<void>;
  /** Lets those in who asked to join, or turns them away. Whoever comes after a refusal of the server still waits. */
  answerRequests(roomId: string, userIds: readonly string[], isAdmitted: boolean): Promise<void>;
  setPowerLevel(roomId: string, userId: string, level: number): Promise<void>;
  /** Changes what is given and leaves the rest as it is. */
  setPowers(roomId: string, change: Partial<Omit<RoomPowers, 'users'>>): Promise<void>;

  setAccess(roomId: string, access: RoomAccess): Promise<void>;
  setHistoryVisibility(roomId: string, visibility: HistoryVisibility): Promise<void>;
  /** Gives the room another address, which becomes the one it is known by. */
  addAlias(roomId: string, localpart: string): Promise<void>;
  removeAlias(roomId: string, alias: string): Promise<void>;
  /** Whether the room stands in the server's list of public rooms. */
  isListed(roomId: string): Promise<boolean>;
  setListed(roomId: string, isListed: boolean): Promise<void>;
  /** Moves everybody to a new room of the server's default version; resolves to its id. */
  upgradeRoom(roomId: string): Promise<string>;
  /** What was changed and by whom, the newest first. */
  recentActions(roomId: string): Promise<LoggedAction[]>;
}
