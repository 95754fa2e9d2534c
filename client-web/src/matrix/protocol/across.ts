/** Finding in all chats at once. */
import type { FoundMessage } from '../types';
import type { SharedKind } from './profile';

/** What is looked for: messages by their words, or what was shared, of which words are a further condition. */
export interface AcrossSearch {
  kind: 'messages' | SharedKind;
  term: string;
}

/** A message with the chat it stands in. */
export interface FoundAcross extends FoundMessage {
  roomId: string;
}

/** How far each place was looked through: where to go on, and the time that was reached; null where nothing is left. */
export type AcrossCursor = Readonly<
  Record<string, { readonly token: string | null; readonly reached: number | null }>
>;

/** What one stretch of looking brought, in no order. */
export interface AcrossPage {
  messages: FoundAcross[];
  next: AcrossCursor | null;
  /** Everything since this time was looked at, in every chat; null when that is everything. */
  completeSince: number | null;
}

export interface AcrossCommands {
  /**
   * Looks through all chats from the newest message on, for a bounded while; `from` is the `next` of the stretch before.
   * The server is asked where it can read, and what is locked is looked through here.
   */
  searchAcross(wanted: AcrossSearch, from: AcrossCursor | null): Promise<AcrossPage>;
}
