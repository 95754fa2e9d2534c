/** Telling a chat where one is, for a while: the page knows the place, the engine tells it. */
import type { LivePlace } from '../types';

export interface LiveCommands {
  /** Ends the one before, if this chat was told already. */
  startLive(roomId: string, durationMs: number): Promise<void>;
  /** To each chat that this device still tells. */
  tellPlace(place: LivePlace): Promise<void>;
  stopLive(roomId: string): Promise<void>;
}
