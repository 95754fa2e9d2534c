/** Members by room, as far as they are known: whoever wrote something we show, all after `loadMembers`. */
import type { Member } from '@/matrix/types';

export interface MembersSlice {
  members: Readonly<Record<string, Readonly<Record<string, Member>>>>;
}

export const initialMembers: MembersSlice = { members: {} };

export function updateMembers(
  members: MembersSlice['members'],
  roomId: string,
  upsert: readonly Member[],
): MembersSlice['members'] {
  const known = Object.fromEntries(upsert.map((member) => [member.userId, member]));
  return { ...members, [roomId]: { ...members[roomId], ...known } };
}

export const selectMember = (state: MembersSlice, roomId: string, userId: string): Member | null =>
  state.members[roomId]?.[userId] ?? null;

const none: Readonly<Record<string, Member>> = {};

export const selectMembers = (
  state: MembersSlice,
  roomId: string,
): Readonly<Record<string, Member>> => state.members[roomId] ?? none;
