/** What is done with whole chats, and finding others. */
import type { FoundMessage, FoundText, PublicRoom, RoomPreview } from '../types';

export interface CreateChannelRequest {
  name: string;
  topic: string;
  /** Everybody may find it and read it; else people are invited. */
  isPublic: boolean;
}

/** What is looked for in a chat; no words stand for everything that somebody wrote. */
export interface ChatSearch {
  term: string;
  senderId: string | null;
}

/** A part of what was found, the newest first. */
export interface ChatSearchPage {
  messages: FoundMessage[];
  /** Where to go on; null where nothing is left. */
  next: string | null;
  /** The time up to which messages were looked through here; null where the server knows them all. */
  lookedBackTo: number | null;
}

/** Rooms that a server lists, a part at a time. */
export interface PublicRoomsPage {
  rooms: PublicRoom[];
  next: string | null;
}

export interface ChatListCommands {
  /** Pinned chats stand first; a new one before the others. */
  pinChat(roomId: string, isPinned: boolean): Promise<void>;
  /** Puts a pinned chat before another one; null for after all. */
  movePin(roomId: string, before: string | null): Promise<void>;
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
  /** Rooms that a server lists, ours where none is named; `from` is the `next` of the part before. */
  searchPublicRooms(
    term: string,
    server: string | null,
    from: string | null,
  ): Promise<PublicRoomsPage>;
  /** Messages of one chat, also of an encrypted one; `from` is the `next` of the part before. */
  searchChat(roomId: string, wanted: ChatSearch, from: string | null): Promise<ChatSearchPage>;
  /** Messages of rooms that are not encrypted, the newest first; in one room or in all. */
  searchMessages(term: string, roomId: string | null): Promise<FoundText[]>;
}
