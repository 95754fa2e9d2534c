/** What is found outside the chat list. */

export interface PublicRoom {
  roomId: string;
  name: string | null;
  topic: string | null;
  avatarUrl: string | null;
  alias: string | null;
  memberCount: number;
}

/** A room as it shows itself before one is in it. */
export interface RoomPreview extends PublicRoom {
  /** How one comes in; `null` where the server does not say. */
  joinRule: string | null;
  membership: string | null;
  isSpace: boolean;
  isEncrypted: boolean;
}

/** A message that was found by its words. */
export interface FoundText {
  roomId: string;
  eventId: string;
  senderId: string;
  senderName: string;
  ts: number;
  text: string;
}
