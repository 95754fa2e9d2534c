/** One of the accounts that are signed in on this device. */
export interface AccountSummary {
  userId: string;
  displayName: string | null;
  avatarUrl: string | null;
  /** Chats with something unread in them. */
  unreadChats: number;
  /** The one that is looked at. */
  isCurrent: boolean;
}
