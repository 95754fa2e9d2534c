/** What the account keeps for itself, the same on all its devices. */
import type { ChatSound } from '@/lib/sounds';

/** Kinds of chats that a folder takes in by themselves. */
export type FolderKind = 'direct' | 'group' | 'channel';

export interface ChatFolder {
  id: string;
  name: string;
  kinds: FolderKind[];
  /** Chats that are in it, or out of it, whatever their kind. */
  include: string[];
  exclude: string[];
  /** Leaves out what is read, or muted; archived chats are in no folder unless they are named. */
  onlyUnread: boolean;
  withoutMuted: boolean;
}

export interface Contact {
  userId: string;
  /** What we call them; null leaves them their own name. */
  name: string | null;
}

export interface PackImage {
  shortcode: string;
  body: string;
  /** `mxc:` URI. */
  url: string;
  info: Record<string, unknown>;
}

/** A pack of stickers. */
export interface ImagePack {
  id: string;
  /** Null for one's own pack. */
  name: string | null;
  images: PackImage[];
}

export interface OwnData {
  /** The latest first. */
  recentEmoji: string[];
  folders: ChatFolder[];
  contacts: Contact[];
  ignoredUserIds: string[];
  savedRoomId: string | null;
  /** By room; a room that nothing was chosen for is heard as the device has it. */
  sounds: Record<string, ChatSound>;
  packs: ImagePack[];
}
