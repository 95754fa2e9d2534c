/** One event of a chat, as it is written into an export. */
export interface ExportedEvent {
  eventId: string;
  type: string;
  senderId: string;
  senderName: string;
  ts: number;
  /** What it says, decrypted; as its sender wrote it. */
  content: Record<string, unknown>;
  /** In the words of the client; null for what is not shown. */
  text: string | null;
}

/** A page of a chat's history, newest first. */
export interface ExportPage {
  events: ExportedEvent[];
  /** Where the next page begins; null at the beginning of the chat. */
  next: string | null;
}
