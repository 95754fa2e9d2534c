/** A room's timeline: messages and service lines. */
import type { MessageContent } from './content';
import type { CommandErrorCode } from './errors';
import type { UploadProgress } from './sending';
import type { NamedUser } from './room';

/**
 * The way of an own message: `queued` (waits its turn or the network) → `sending` → `sent` (the server gave
 * an event id) → `read` (somebody else's receipt is at or after it). `failed` asks for retry or discard.
 * Messages of others are always `sent`.
 */
export type Delivery = 'queued' | 'sending' | 'failed' | 'sent' | 'read';

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
  /** While a file of it is being uploaded. */
  upload: UploadProgress | null;
  isEdited: boolean;
  /** What it answers; null where it answers nothing in particular. */
  reply: ReplyQuote | null;
  /** In the order in which each was first used. */
  reactions: Reaction[];
  /** The answers in the thread that began here. */
  thread: ThreadSummary | null;
  /** Who wrote it before it was passed on. */
  forwardedFrom: NamedUser | null;
  isPinned: boolean;
  /** It names us, or all of the room. */
  mentionsUs: boolean;
}

/** The message that another one answers, as it is now. */
export interface ReplyQuote {
  eventId: string;
  /** `missing`: the server does not give it to us. */
  state: 'loading' | 'loaded' | 'missing';
  /** Null unless `loaded`. */
  sender: NamedUser | null;
  /** Cut to a line; null unless `loaded`. */
  content: MessageContent | null;
}

export interface Reaction {
  /** Emoji, any short text, or the `mxc:` URI of a picture. */
  key: string;
  /** Says what the picture shows; null for a key that is text. */
  shortcode: string | null;
  count: number;
  isOwn: boolean;
  /** Who reacted first; at most three. */
  first: NamedUser[];
}

export interface ThreadSummary {
  count: number;
  /** Who answered last, newest first; at most three. */
  people: NamedUser[];
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
  | { type: 'upgraded'; replacementRoomId: string }
  /** `open` while it rings or goes on; the time is of the talk. */
  | {
      type: 'call';
      isVideo: boolean;
      outcome: 'open' | 'missed' | 'declined' | 'ended';
      durationMs: number | null;
    };

export type TimelineItem = MessageItem | ServiceItem;

/** `idle`: more can be asked for; `end`: the beginning of the room is loaded. */
export type PaginationState = 'idle' | 'loading' | 'end' | 'failed';

/** What the engine knows of an open room's timeline, oldest first. */
export interface TimelineSnapshot {
  /** Which run of messages; see `lib/timeline-id.ts`. */
  timelineId: string;
  items: TimelineItem[];
  backwards: PaginationState;
  /** `end` where the newest message is loaded. */
  forwards: PaginationState;
  /** Key of the newest item that we have read, for the unread bar; null when nothing here is read. */
  ownReadKey: string | null;
}

/** In order: take `remove` items away at `at`, put `insert` there. */
export interface TimelineSplice {
  at: number;
  remove: number;
  insert: TimelineItem[];
}
