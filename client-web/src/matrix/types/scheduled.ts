/** Messages that the server sends later. */
import type { MessageContent } from './content';

export interface ScheduledMessage {
  /** The server's name for it while it waits. */
  delayId: string;
  roomId: string;
  /** When it is sent. */
  sendAt: number;
  content: MessageContent;
}

export interface ScheduledState {
  /** How long a message may wait; null where the server sends nothing later. */
  longestMs: number | null;
  /** What is sent next comes first. */
  messages: ScheduledMessage[];
}
