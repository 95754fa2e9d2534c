/** What a call needs of the engine: the page has the camera and the connection, the engine has the server. */
import type { CallEventType, CallRelay } from '../types';

export interface CallCommands {
  /** Says something to the other side. Resolves when the server has it, so that what is said stays in order. */
  sendCallEvent(
    roomId: string,
    type: CallEventType,
    content: Record<string, unknown>,
  ): Promise<void>;
  /** Null where the server has none: then a call needs a direct way. */
  callRelay(): Promise<CallRelay | null>;
}
