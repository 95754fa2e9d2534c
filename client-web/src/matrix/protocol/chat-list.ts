/** What is done with whole chats, and finding others. */
import type { FoundText, PublicRoom, RoomPreview } from '../types';

export interface CreateChannelRequest {
  name: string;
  topic: string;
  /** Everybody may find it and read it; else people are invited. */
  isPublic: boolean;
}

export interface ChatListCommands {
  /** Pinned chats stand first; a new one before the others. */
  pinChat(roomId: string, isPinned: boolean): Promise<void>;
  archiveChat(roomId: string, isArchived: boolean): Promise<void>;
  /** `until` in epoch ms; null is for good. */
  muteChat(roomId: string, until: number | null): Promise<void>;
  unmuteChat(roomId: string): Promise<void>;
  markUnread(roomId: string, isUnread: boolean): Promise<void>;
  /** Reads everything in it, and takes the mark away. */
  markChatRead(roomId: string): Promise<void>;
  /** Leaves it, if we have not, and takes it out of the account: its history may not come back. */
  forgetRoom(roomId: string): Promise<void>;
  createChannel(request: CreateChannelRequest): Promise<string>;

  /** What a room tells strangers of itself: by id, by alias or by a link. */
  previewRoom(roomIdOrLink: string): Promise<RoomPreview>;
  /** Asks to be let in. */
  knock(roomIdOrLink: string, reason: string): Promise<void>;
  /** Rooms that the server lists. */
  searchPublicRooms(term: string): Promise<PublicRoom[]>;
  /** Messages of rooms that are not encrypted, the newest first; in one room or in all. */
  searchMessages(term: string, roomId: string | null): Promise<FoundText[]>;
}
