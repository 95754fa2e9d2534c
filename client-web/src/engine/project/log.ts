/** Changes of a room as entries of a list of who did what. */
import type { LoggedAction } from '@/matrix/types';
import type { MatrixEvent, Room } from '../sdk';
import { projectService } from './service';

/** Null for what nobody did to anybody: coming and going by oneself. */
export function logAction(room: Room, event: MatrixEvent): LoggedAction | null {
  const eventId = event.getId();
  const senderId = event.getSender();
  if (eventId === undefined || senderId === undefined || !event.isState()) return null;
  const eventType = event.getType();
  if (eventType === 'm.room.member' && event.getStateKey() === senderId) return null;
  return {
    eventId,
    senderId,
    senderName: room.getMember(senderId)?.name ?? senderId,
    ts: event.getTs(),
    // By nobody in particular, so that nothing is passed over as part of setting the room up.
    action: projectService(event, null),
    eventType,
  };
}
