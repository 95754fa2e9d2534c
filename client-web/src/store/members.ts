/** Members by room, as far as they are known: whoever wrote something we show, all after `loadMembers`. */
import { isEqual } from '@/lib/equal';
import type { Member } from '@/matrix/types';

export interface MembersSlice {
  members: Readonly<Record<string, Readonly<Record<string, Member>>>>;
}

export const initialMembers: MembersSlice = { members: {} };

const none: Readonly<Record<string, Member>> = {};

export function updateMembers(
  members: MembersSlice['members'],
  roomId: string,
  upsert: readonly Member[],
): MembersSlice['members'] {
  const before = members[roomId] ?? none;
  const changed = upsert.filter((member) => !isEqual(before[member.userId], member));
  if (changed.length === 0) return members;
  const known = Object.fromEntries(changed.map((member) => [member.userId, member]));
  return { ...members, [roomId]: { ...before, ...known } };
}

export const selectMember = (state: MembersSlice, roomId: string, userId: string): Member | null =>
  state.members[roomId]?.[userId] ?? null;

export const selectMembers = (
  state: MembersSlice,
  roomId: string,
): Readonly<Record<string, Member>> => state.members[roomId] ?? none;
