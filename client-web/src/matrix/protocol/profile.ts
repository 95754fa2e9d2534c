/** People, and what a room has shared. */
import type { FoundMessage } from '../types';

/** What a person tells of themselves. */
export interface PersonDetails {
  displayName: string | null;
  avatarUrl: string | null;
  /** A few words about themselves. */
  bio: string | null;
  /** The name of their time zone (`Europe/Berlin`). */
  timeZone: string | null;
  /** Rooms that both are in, of those we know. */
  sharedRoomIds: string[];
}

export type SharedKind = 'media' | 'files' | 'links' | 'music' | 'voice';

/** A part of what was shared, newest first. */
export interface SharedPage {
  messages: FoundMessage[];
  /** Where to go on; null at the beginning of the room. */
  next: string | null;
}

export interface ProfileCommands {
  personDetails(userId: string): Promise<PersonDetails>;
  /** What was shared in a room; `from` is the `next` of the part before. */
  sharedMessages(roomId: string, kind: SharedKind, from: string | null): Promise<SharedPage>;
}
