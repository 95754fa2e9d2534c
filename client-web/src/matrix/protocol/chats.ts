/** Making, joining and leaving chats, and finding people. */
import type { UserProfile } from '../types';

export interface CreateGroupRequest {
  name: string;
  topic?: string;
  invite: string[];
}

export interface ChatCommands {
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
}
