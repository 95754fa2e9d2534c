/** Whom one may want to write to. Pure. */
import type { RoomSummary, UserProfile } from '@/matrix/types';

/** The people we have private chats with, the one last written with first. */
export function knownPeople(rooms: Readonly<Record<string, RoomSummary>>): readonly UserProfile[] {
  const people = new Map<string, UserProfile>();
  const direct = Object.values(rooms).sort((a, b) => b.activityTs - a.activityTs);
  for (const { directUserId, name, avatarUrl, membership } of direct) {
    if (directUserId === null || membership !== 'join' || people.has(directUserId)) continue;
    people.set(directUserId, { userId: directUserId, displayName: name, avatarUrl });
  }
  return [...people.values()];
}
