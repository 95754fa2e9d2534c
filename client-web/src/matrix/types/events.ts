/** What is asked about messages that are there already. */
import type { MessageContent } from './content';
import type { NamedUser } from './room';

/** A person with when they did something, as far as that is known. */
export interface PersonAt extends NamedUser {
  /** `mxc:` URI. */
  avatarUrl: string | null;
  ts: number | null;
}

export interface Reactor extends PersonAt {
  key: string;
}

/** One version of an edited message. */
export interface MessageVersion {
  ts: number;
  content: MessageContent;
}

/** A message out of its place. */
export interface FoundMessage {
  eventId: string;
  sender: NamedUser;
  ts: number;
  content: MessageContent;
}

/** What a page on the web says of itself. */
export interface LinkPreview {
  url: string;
  siteName: string | null;
  title: string | null;
  description: string | null;
  /** `mxc:` URI of a picture on our server. */
  imageUrl: string | null;
  imageWidth: number | null;
  imageHeight: number | null;
}
