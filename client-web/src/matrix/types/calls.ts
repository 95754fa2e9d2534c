/** Calls between two people. https://spec.matrix.org/latest/client-server-api/#voice-over-ip */

export type CallEventType =
  | 'm.call.invite'
  | 'm.call.candidates'
  | 'm.call.answer'
  | 'm.call.select_answer'
  | 'm.call.negotiate'
  | 'm.call.reject'
  | 'm.call.hangup'
  | 'm.call.sdp_stream_metadata_changed';

/** What somebody's device says in a call, as it came: a stranger's claim. */
export interface CallSignal {
  roomId: string;
  senderId: string;
  /** Another device of ours, or this one. */
  isOwn: boolean;
  type: CallEventType;
  ageMs: number;
  content: Record<string, unknown>;
}

/** A server that passes calls on where no direct way is found. */
export interface CallRelay {
  urls: string[];
  username: string;
  credential: string;
}
