/** Power in words. Pure. */
import type { Member, RoomDetails, RoomPowers } from '@/matrix/types';

/** What a person is in a room; the number behind it is nobody's business. */
export type Role = 'creator' | 'admin' | 'moderator' | 'member' | 'muted';

const ADMIN = 100;
const MODERATOR = 50;

/** The levels that a role is given by; others come from elsewhere and are shown as the nearest below. */
export const ROLE_LEVELS = { admin: ADMIN, moderator: MODERATOR, member: 0 } as const;

export function roleOf(userId: string, level: number, details: RoomDetails | null): Role {
  if (details?.creatorIds.includes(userId)) return 'creator';
  if (level >= ADMIN) return 'admin';
  if (level >= MODERATOR) return 'moderator';
  return details !== null && level < details.powers.send ? 'muted' : 'member';
}

/** Whether we may act on somebody with a right that needs a level: only on those below us. */
export function mayActOn(
  details: RoomDetails,
  ownUserId: string,
  target: Pick<Member, 'userId' | 'powerLevel'>,
  needed: number,
): boolean {
  if (details.creatorIds.includes(target.userId)) return false;
  if (details.creatorIds.includes(ownUserId)) return true;
  return details.ownLevel >= needed && details.ownLevel > target.powerLevel;
}

/** Who asks to be let in, the newest first; nobody where we could not answer either way. */
export function requestsOf(
  members: readonly Member[],
  details: RoomDetails | null,
): readonly Member[] {
  if (details === null) return [];
  const { ownLevel, powers } = details;
  if (ownLevel < Math.max(powers.invite, powers.kick)) return [];
  return members
    .filter(({ membership }) => membership === 'knock')
    .sort((one, other) => (other.asked?.ts ?? 0) - (one.asked?.ts ?? 0));
}

/** Rights that are given to everybody, to moderators or to administrators. */
export const PERMISSIONS = [
  'send',
  'react',
  'invite',
  'changeInfo',
  'pin',
  'redact',
  'kick',
  'ban',
  'notifyRoom',
  'shareLive',
  'administer',
] as const satisfies readonly (keyof RoomPowers)[];

export type Permission = (typeof PERMISSIONS)[number];

/** The roles that have a right. */
export type Holder = 'everyone' | 'moderators' | 'admins';

export const HOLDER_LEVELS: Readonly<Record<Holder, number>> = {
  everyone: 0,
  moderators: MODERATOR,
  admins: ADMIN,
};

export function holderOf(level: number, usersDefault: number): Holder {
  if (level <= usersDefault) return 'everyone';
  return level <= MODERATOR ? 'moderators' : 'admins';
}

const order: readonly Role[] = ['creator', 'admin', 'moderator', 'member', 'muted'];

/** Those with more power first, then by name. */
export function sortMembers(
  members: readonly Member[],
  details: RoomDetails | null,
): readonly Member[] {
  const rank = ({ userId, powerLevel }: Member) =>
    order.indexOf(roleOf(userId, powerLevel, details));
  return [...members].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

/** What an administrator can be given, with the level that it needs; what needs less comes first. */
export function stepsOf({ powers }: RoomDetails): readonly Step[] {
  return PERMISSIONS.map((right) => ({ right, needed: powers[right] }))
    .filter(({ needed }) => needed > powers.usersDefault)
    .sort((one, other) => one.needed - other.needed);
}

export interface Step {
  readonly right: Permission;
  readonly needed: number;
}

/** The most that somebody can have who lacks a right: the level of the step below it. */
export function levelBelow(needed: number, { powers }: RoomDetails): number {
  const lower = PERMISSIONS.map((right) => powers[right]).filter((level) => level < needed);
  return Math.max(powers.usersDefault, ...lower);
}
