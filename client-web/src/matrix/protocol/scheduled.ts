/** Messages that are sent later, by the server, whether or not this device is there then. */
import type { OutgoingMessage } from '../types';

export interface ScheduledCommands {
  scheduleMessage(roomId: string, message: OutgoingMessage, sendAt: number): Promise<void>;
  sendScheduledNow(delayId: string): Promise<void>;
  moveScheduled(delayId: string, sendAt: number): Promise<void>;
  cancelScheduled(delayId: string): Promise<void>;
  /** Asks the server what waits, since other devices have a say in it. */
  refreshScheduled(): Promise<void>;
}
