/**
 * The plain types that cross the wall between the engine (worker) and the page.
 *
 * The contract, in five rules:
 * 1. Everything here survives `structuredClone`: no class, no function, no `undefined` where `null` is meant.
 * 2. The engine sends patches (`Patch`), at most one batch per frame; the page never polls.
 * 3. A patch carries whole objects, never half of one: a component may keep what it got.
 * 4. Words are made on the page. The engine sends codes and names, `src/i18n` makes sentences of them.
 * 5. Access tokens and keys never cross.
 */

/** Who is signed in. The access token stays in the engine. */
export interface Session {
  userId: string;
  deviceId: string;
  /** Base URL of the homeserver, without a trailing slash. */
  homeserverUrl: string;
  displayName: string | null;
  /** `mxc:` URI. */
  avatarUrl: string | null;
}

export type SessionState =
  /** The stored session is being read; paint nothing that depends on it yet. */
  | { status: 'loading' }
  /** `revoked`: the server ended the session (another device signed this one out, or a password change). */
  | { status: 'signedOut'; reason: 'never' | 'user' | 'revoked' }
  | { status: 'signedIn'; session: Session };

export type ConnectionState =
  /** First contact after start or after a loss: "Connecting…". */
  | { phase: 'connecting' }
  /** The server answers and we are catching up: "Updating…". */
  | { phase: 'updating' }
  | { phase: 'online' }
  /**
   * `retryAt` (epoch ms) is when the engine tries again by itself. `cause` tells "Waiting for network…"
   * (`network`) from a server that answers with errors (`server`).
   */
  | { phase: 'offline'; cause: 'network' | 'server'; attempt: number; retryAt: number };

/**
 * The way of an own message: `queued` (waits its turn or the network) → `sending` → `sent` (the server gave
 * an event id) → `read` (somebody else's receipt is at or after it). `failed` asks for retry or discard.
 * Messages of others are always `sent`.
 */
export type Delivery = 'queued' | 'sending' | 'failed' | 'sent' | 'read';

/** What a message says. Kinds that come with later features join this union. */
export type MessageContent =
  | {
      kind: 'text' | 'notice' | 'emote';
      body: string;
      /** Untrusted HTML as the sender wrote it: sanitise before showing. Null for plain text. */
      formattedBody: string | null;
    }
  /** A kind this client cannot show yet: `body` is the sender's own fallback text. */
  | { kind: 'unsupported'; eventType: string; msgtype: string | null; body: string }
  /** Encrypted, and we hold no key (yet). */
  | { kind: 'undecryptable' }
  | { kind: 'deleted' };

interface TimelineItemBase {
  /**
   * Stable through the life of the item: an own message keeps its key when the server gives it an event id.
   * Use it as the React key.
   */
  key: string;
  /** Null while only we know of it. */
  eventId: string | null;
  /** Name and avatar are in the members slice. */
  senderId: string;
  /** Milliseconds; the server's clock, or ours while it is only local. */
  ts: number;
  isOwn: boolean;
}

export interface MessageItem extends TimelineItemBase {
  kind: 'message';
  content: MessageContent;
  delivery: Delivery;
  /** Why it failed; null unless `delivery` is `failed`. */
  error: CommandErrorCode | null;
  isEdited: boolean;
}

/** A change of the room that is told in words, centred: "Anna joined". */
export interface ServiceItem extends TimelineItemBase {
  kind: 'service';
  action: ServiceAction;
}

/** `targetName` is whom the change is about; the actor is the item's sender. */
export type ServiceAction =
  | { type: 'created' }
  | {
      type: 'joined' | 'left' | 'invited' | 'rejectedInvite' | 'withdrewInvite' | 'knocked';
      targetId: string;
      targetName: string;
    }
  | {
      type: 'kicked' | 'banned' | 'unbanned';
      targetId: string;
      targetName: string;
      reason: string | null;
    }
  | { type: 'renamedSelf'; from: string | null; to: string | null }
  | { type: 'changedOwnAvatar' }
  | { type: 'renamedRoom'; name: string | null }
  | { type: 'changedTopic'; topic: string | null }
  | { type: 'changedRoomAvatar' }
  | { type: 'enabledEncryption' }
  | { type: 'upgraded'; replacementRoomId: string };

export type TimelineItem = MessageItem | ServiceItem;

/** `idle`: more can be asked for; `end`: the beginning of the room is loaded. */
export type PaginationState = 'idle' | 'loading' | 'end' | 'failed';

/** What the engine knows of an open room's timeline, oldest first. */
export interface TimelineSnapshot {
  roomId: string;
  items: TimelineItem[];
  backwards: PaginationState;
  /** Key of the newest item that we have read, for the unread bar; null when nothing here is read. */
  ownReadKey: string | null;
}

/** In order: take `remove` items away at `at`, put `insert` there. */
export interface TimelineSplice {
  at: number;
  remove: number;
  insert: TimelineItem[];
}

export interface Member {
  userId: string;
  /** Ready to show: disambiguated, falls back to the user id. */
  name: string;
  /** `mxc:` URI. */
  avatarUrl: string | null;
  membership: 'join' | 'invite' | 'knock' | 'leave' | 'ban';
  powerLevel: number;
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
  /** Notifying messages after our receipt. */
  unreadCount: number;
  highlightCount: number;
  /** False where our power level does not allow to send messages. */
  maySend: boolean;
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

/**
 * Why a command failed, in a form that can be put into words. `unreachable`: no answer at all;
 * `notAHomeserver`: something answered, but it speaks no Matrix; `badAnswer`: a 5xx or nonsense.
 */
export type CommandErrorCode =
  | 'unreachable'
  | 'notAHomeserver'
  | 'badAnswer'
  | 'wrongCredentials'
  | 'accountDeactivated'
  | 'usernameTaken'
  | 'usernameInvalid'
  | 'passwordTooWeak'
  | 'registrationClosed'
  | 'registrationTokenRequired'
  | 'registrationTokenWrong'
  | 'unsupportedRegistration'
  | 'signedOut'
  | 'rateLimited'
  | 'forbidden'
  | 'notFound'
  | 'tooLarge'
  | 'unknown';

/** A failed command, as data. The page throws it as `CommandFailure`. */
export interface CommandError {
  code: CommandErrorCode;
  /** The server's `errcode` (`M_FORBIDDEN`), for the curious; null when there was none. */
  errcode: string | null;
  /** The server's sentence, in whatever language it speaks. Show it only where `code` is `unknown`. */
  detail: string;
  retryAfterMs: number | null;
}

/** What changed. Applied in order; a batch is one store update. */
export type Patch =
  | { type: 'session'; state: SessionState }
  | { type: 'connection'; state: ConnectionState }
  | { type: 'rooms'; upsert: RoomSummary[]; remove: string[] }
  /** The room was opened (or its timeline was cut by a gap): forget what you had of it. */
  | { type: 'timelineReset'; timeline: TimelineSnapshot }
  | {
      type: 'timeline';
      roomId: string;
      splices: TimelineSplice[];
      /** Items that stay where they are with new content. */
      update: TimelineItem[];
      backwards: PaginationState;
      ownReadKey: string | null;
    }
  | { type: 'members'; roomId: string; upsert: Member[] }
  | { type: 'typing'; typing: TypingState }
  /** An empty text means that the draft is gone. */
  | { type: 'drafts'; drafts: Record<string, string> }
  /** Signed out, here or in another tab: forget everything that belongs to the account. */
  | { type: 'forget' };
