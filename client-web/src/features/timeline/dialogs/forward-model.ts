/** Which chats a message can be passed on to. Pure. */
import type { RoomSummary } from '@/matrix/types';

/** The chats where one may write, in the order of the list; with a query those whose name has it. */
export function findTargets(
  order: readonly string[],
  rooms: Readonly<Record<string, RoomSummary>>,
  query: string,
): RoomSummary[] {
  const wanted = query.trim().toLocaleLowerCase();
  return order.flatMap((roomId) => {
    const room = rooms[roomId];
    if (room?.membership !== 'join' || !room.maySend) return [];
    return wanted === '' || room.name?.toLocaleLowerCase().includes(wanted) ? room : [];
  });
}

/** Whether what only the members could read would then be readable by servers as well. */
export function opensUp(
  from: RoomSummary | undefined,
  targets: readonly (RoomSummary | undefined)[],
): boolean {
  return from?.isEncrypted === true && targets.some((target) => target?.isEncrypted === false);
}
