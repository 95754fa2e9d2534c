/** Rooms and people, as the chat list and the members list show them. */
import type { MessageContent } from './content';
import type { Delivery, ServiceAction } from './timeline';

export interface Member {
  userId: string;
  /** Ready to show: disambiguated, falls back to the user id. */
  name: string;
  /** `mxc:` URI. */
  avatarUrl: string | null;
  membership: 'join' | 'invite' | 'knock' | 'leave' | 'ban';
  powerLevel: number;
  /** When and why somebody asked to be let in; null for everybody else. */
  asked: { ts: number; reason: string | null } | null;
}

/** A member whom a chat-list row can name without knowing the room's members. */
export interface NamedUser {
  userId: string;
  name: string;
}

/** The last meaningful event of a room, enough to draw a chat-list row without the timeline. */
export interface MessagePreview {
  eventId: string | null;
  senderId: string;
  senderName: string;
  isOwn: boolean;
  ts: number;
  delivery: Delivery;
  /** `body` is at most 256 characters, one line. */
  content: MessageContent | { kind: 'service'; action: ServiceAction };
}

/** One row of the chat list. */
export interface RoomSummary {
  roomId: string;
  /** By the specification's naming rules; null when the page must say "Empty chat" in words. */
  name: string | null;
  /** `mxc:` URI of the room, or of the other person of a direct chat. */
  avatarUrl: string | null;
  topic: string | null;
  membership: 'join' | 'invite' | 'knock';
  /** The other person when this is a private chat by `m.direct`; null in groups. */
  directUserId: string | null;
  /** Who invited us; null unless `membership` is `invite`. */
  inviter: NamedUser | null;
  joinedCount: number;
  invitedCount: number;
  lastMessage: MessagePreview | null;
  /** What the list is sorted by (newest first); the time of the last meaningful event. */
  activityTs: number;
  /** Messages after our receipt: those that notified, or all that are known where none did. */
  unreadCount: number;
  highlightCount: number;
  /** Messages are end-to-end encrypted. Once true, always true. */
  isEncrypted: boolean;
  /** False where our power level does not allow to send messages. */
  maySend: boolean;
  /** Whether our power level lets us delete what others wrote. */
  mayDeleteOthers: boolean;
  mayPin: boolean;
  /** Event ids, in the order in which they were pinned; at most 100. */
  pinned: string[];
  /** Whether `@room` reaches everybody when we write it. */
  mayNotifyRoom: boolean;
  /** `channel`: few write and many read. `space`: a community, which holds other rooms. */
  kind: 'chat' | 'channel' | 'space';
  /** The rooms of a community, in its order; empty for what is none. */
  children: string[];
  /** The address that it is known by (`#name:server`). */
  alias: string | null;
  isMuted: boolean;
  /** Its place among the pinned chats, the smallest first; null when it is not pinned. */
  pinOrder: number | null;
  isArchived: boolean;
  /** The room that has taken its place. */
  replacementRoomId: string | null;
  /** Marked by hand, whatever is read. */
  isMarkedUnread: boolean;
  /** Reactions to own messages since we have looked. */
  unreadReactions: number;
}

/** Who is typing in a room, ourselves left out. */
export interface TypingState {
  roomId: string;
  users: NamedUser[];
}

/** A person found by `searchUsers`. */
export interface UserProfile {
  userId: string;
  displayName: string | null;
  avatarUrl: string | null;
}
