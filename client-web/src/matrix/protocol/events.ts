/** What is done about messages that are there already. */
import type { FoundMessage, LinkPreview, MessageVersion, PersonAt, Reactor } from '../types';

/** A message by its place. */
export interface MessageReference {
  roomId: string;
  eventId: string;
}

export interface EventCommands {
  /** Sets or takes back our reaction. The change is shown at once, and sent in its turn. */
  react(roomId: string, eventId: string, key: string, isOn: boolean): Promise<void>;
  /** Everybody who reacted, in the order in which they did. */
  reactors(roomId: string, eventId: string): Promise<Reactor[]>;
  /** Takes messages back for everybody. Those that could not be are shown again, and it rejects. */
  deleteMessages(roomId: string, eventIds: string[]): Promise<void>;
  /** Puts copies into other rooms; their sender is named unless that is not wished. */
  forward(messages: MessageReference[], roomIds: string[], namesSender: boolean): Promise<void>;
  setPinned(roomId: string, eventId: string, isPinned: boolean): Promise<void>;
  /** No options take the vote back. */
  vote(roomId: string, pollId: string, optionIds: string[]): Promise<void>;
  /** `words` are for those who cannot see polls. */
  closePoll(roomId: string, pollId: string, words: string): Promise<void>;
  /** Tells the server's administrators. */
  reportMessage(roomId: string, eventId: string, reason: string): Promise<void>;
  /** Who has read up to that message or further, except ourselves. */
  readers(roomId: string, eventId: string): Promise<PersonAt[]>;
  /** All that an edited message has said, oldest first. */
  versions(roomId: string, eventId: string): Promise<MessageVersion[]>;
  /** Messages by their ids; those that are not to be had are left out. */
  findMessages(roomId: string, eventIds: string[]): Promise<FoundMessage[]>;
  /** The first message at or after that time; null where there is none. */
  eventAt(roomId: string, ts: number): Promise<string | null>;
  /** The event as it is on the server, as JSON to read. */
  eventSource(roomId: string, eventId: string): Promise<string>;
  /** What our server found at that address; null for nothing worth showing. */
  previewLink(url: string): Promise<LinkPreview | null>;
}
