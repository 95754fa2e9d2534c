/** A chat's history, page by page, for a file. */
import type { ExportCommands } from '@/matrix/protocol/export';
import type { ExportedEvent } from '@/matrix/types';
import type { Account } from '../account';
import type { Engine } from '../engine';
import { projectContent } from '../project/content';
import type { Direction, MatrixEvent } from '../sdk';

const pageSize = 200;
const backward = 'b' as Direction.Backward;

export function exportCommands(engine: Engine): ExportCommands {
  return {
    async exportPage(roomId, from) {
      const account = await engine.account();
      const { client } = account;
      const { chunk, end } = await client.createMessagesRequest(roomId, from, pageSize, backward);
      const map = client.getEventMapper({ decrypt: false, preventReEmit: true });
      const events = chunk.map((raw) => map({ ...raw, room_id: roomId }));
      for (const event of events) await client.decryptEventIfNeeded(event);
      return {
        events: events.map((event) => exported(account, roomId, event)),
        next: chunk.length === 0 ? null : (end ?? null),
      };
    },
  };
}

function exported({ client }: Account, roomId: string, event: MatrixEvent): ExportedEvent {
  const senderId = event.getSender() ?? '';
  const content = event.isState() ? null : projectContent(event);
  return {
    eventId: event.getId() ?? '',
    type: event.getType(),
    senderId,
    senderName: client.getRoom(roomId)?.getMember(senderId)?.name ?? senderId,
    ts: event.getTs(),
    content: event.getContent(),
    text: content && ('body' in content ? content.body : ''),
  };
}
