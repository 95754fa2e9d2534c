/** Telling others where one is, for a while. */

/** That this device tells a chat where it is. */
export interface LiveShare {
  roomId: string;
  /** The event that began it, under which the places are told. */
  eventId: string;
  endsTs: number;
}
