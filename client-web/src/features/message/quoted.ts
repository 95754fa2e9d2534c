/** A message for the bar above the composer. Pure. */
import type { MessageItem } from '@/matrix/types';
import type { QuotedMessage } from '@/store/ui';

/** Null for a message that the server does not know yet. */
export function quoted(
  item: MessageItem,
  roomId: string,
  senderName: string,
): QuotedMessage | null {
  const { eventId, senderId, isOwn, content } = item;
  return eventId === null ? null : { roomId, eventId, senderId, senderName, isOwn, content };
}
