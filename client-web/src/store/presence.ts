/** Who is there, as far as servers tell. */
import type { PersonPresence } from '@/matrix/types';

export interface PresenceSlice {
  presence: Readonly<Record<string, PersonPresence>>;
}

export const initialPresence: PresenceSlice = { presence: {} };

export function updatePresence(
  presence: PresenceSlice['presence'],
  people: readonly PersonPresence[],
): PresenceSlice['presence'] {
  return { ...presence, ...Object.fromEntries(people.map((person) => [person.userId, person])) };
}

export const selectPresence = (state: PresenceSlice, userId: string): PersonPresence | null =>
  state.presence[userId] ?? null;
