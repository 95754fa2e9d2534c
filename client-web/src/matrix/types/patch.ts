/** What the engine tells the page. */
import type { AccountSummary } from './accounts';
import type { CallSignal } from './calls';
import type { EncryptionState, PersonTrust, Verification } from './encryption';
import type { RoomDetails } from './details';
import type { LiveShare } from './live';
import type { OwnData } from './own';
import type { PersonPresence } from './presence';
import type { Member, RoomSummary, TypingState } from './room';
import type { ScheduledState } from './scheduled';
import type { ConnectionState, SessionState } from './session';
import type { NotificationLevels, Notice, PrivacyState } from './settings';
import type { PaginationState, TimelineItem, TimelineSnapshot, TimelineSplice } from './timeline';

/** What changed. Applied in order; a batch is one store update. */
export type Patch =
  | { type: 'session'; state: SessionState }
  | { type: 'connection'; state: ConnectionState }
  | { type: 'rooms'; upsert: RoomSummary[]; remove: string[] }
  /** The room was opened (or its timeline was cut by a gap): forget what you had of it. */
  | { type: 'timelineReset'; timeline: TimelineSnapshot }
  | {
      type: 'timeline';
      timelineId: string;
      splices: TimelineSplice[];
      /** Items that stay where they are with new content. */
      update: TimelineItem[];
      backwards: PaginationState;
      forwards: PaginationState;
      ownReadKey: string | null;
    }
  | { type: 'members'; roomId: string; upsert: Member[] }
  | { type: 'typing'; typing: TypingState }
  /** An empty text means that the draft is gone. */
  | { type: 'drafts'; drafts: Record<string, string> }
  | { type: 'accounts'; accounts: AccountSummary[] }
  | { type: 'encryption'; state: EncryptionState }
  | { type: 'verification'; verification: Verification | null }
  | { type: 'trust'; userId: string; trust: PersonTrust }
  | { type: 'own'; own: OwnData }
  /** Of a room that some tab shows. */
  | { type: 'details'; details: RoomDetails }
  | { type: 'privacy'; privacy: PrivacyState }
  | { type: 'notificationLevels'; levels: NotificationLevels }
  | { type: 'scheduled'; state: ScheduledState }
  /** The chats that this device tells where it is. */
  | { type: 'live'; shares: LiveShare[] }
  | { type: 'presence'; people: PersonPresence[] }
  /** Something to tell of, here and in no other tab. */
  | { type: 'notice'; notice: Notice }
  /** Something was said in a call. */
  | { type: 'call'; signal: CallSignal }
  /** Signed out, here or in another tab: forget everything that belongs to the account. */
  | { type: 'forget' };
