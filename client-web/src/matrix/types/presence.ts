/** Whether somebody is there. Absent where their server says nothing of it. */
export interface PersonPresence {
  userId: string;
  isOnline: boolean;
  /** When they last did something; null when that is not told. */
  lastActiveTs: number | null;
  /** What they say of themselves at the moment. */
  status: string | null;
}
