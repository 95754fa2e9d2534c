/** What a person has settled about themselves, the same on all their devices. */
import type { MessageContent } from './content';

/** Of one's own profile, beyond name and picture. */
export interface OwnProfile {
  bio: string;
}

/** Whom one lets in, and what one lets be seen. */
export interface PrivacyState {
  /** User ids, in the order of the alphabet. */
  blocked: string[];
  /** Nobody may invite us. */
  blocksInvites: boolean;
  /** Others see how far we have read. */
  sharesReceipts: boolean;
  sharesTyping: boolean;
  /** Others see when we are there. */
  sharesPresence: boolean;
}

/** Which messages make themselves heard, by the account's push rules. */
export interface NotificationLevels {
  /** Every message of private chats. */
  privateChats: boolean;
  /** Every message of groups; mentions are always told. */
  groups: boolean;
  invites: boolean;
}

/** One message that deserves attention, for the one tab that tells of it. */
export interface Notice {
  /** The account that it came for, which need not be the one that is looked at. */
  accountId: string;
  roomId: string;
  eventId: string;
  roomName: string | null;
  isDirect: boolean;
  senderId: string;
  senderName: string;
  avatarUrl: string | null;
  content: MessageContent | null;
  isInvite: boolean;
  hasSound: boolean;
}
