/** A room beyond its row in the list, for whoever looks at it or changes it. */
import type { ServiceAction } from './timeline';

export type HistoryVisibility = 'invited' | 'joined' | 'shared' | 'world_readable';

/** Who may come in. `members` are those of one of the communities that are named. */
export interface RoomAccess {
  rule: 'public' | 'invite' | 'knock' | 'restricted' | 'knock_restricted';
  /** Communities whose members may come in by themselves. */
  spaces: string[];
}

/** Levels that are needed. https://spec.matrix.org/latest/client-server-api/#mroompower_levels */
export interface RoomPowers {
  /** Levels of those who have one of their own. */
  users: Record<string, number>;
  usersDefault: number;
  /** Messages and reactions. */
  send: number;
  react: number;
  /** Name, picture and description. */
  changeInfo: number;
  pin: number;
  invite: number;
  kick: number;
  ban: number;
  redact: number;
  notifyRoom: number;
  shareLive: number;
  /** Changing levels, history, access: what makes an administrator. */
  administer: number;
}

export interface RoomDetails {
  roomId: string;
  /** When it was made; null where that is not known. */
  createdTs: number | null;
  version: string;
  /** Those whose power has no end, in rooms that know this. */
  creatorIds: string[];
  access: RoomAccess;
  historyVisibility: HistoryVisibility;
  alias: string | null;
  altAliases: string[];
  powers: RoomPowers;
  ownLevel: number;
  /** Types of state that we may not change are missing. */
  mayChange: string[];
  mayShareLive: boolean;
  mayUpgrade: boolean;
  /** The room that takes its place. */
  replacementRoomId: string | null;
}

/** Something that was changed in a room. */
export interface LoggedAction {
  eventId: string;
  senderId: string;
  senderName: string;
  ts: number;
  /** Null for changes that have no words of their own: then only `eventType` tells. */
  action: ServiceAction | null;
  eventType: string;
}
