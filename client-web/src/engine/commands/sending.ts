/** Putting messages on their way. */
import type { KeyedSendingCommands } from '@/matrix/protocol/sending';
import type { Engine } from '../engine';
import { newEntry } from '../new-entry';
import type { OutboxEntry } from '../outbox';
import {
  contactContent,
  fileContent,
  messageContent,
  placeContent,
  stickerContent,
} from '../outgoing';

type Draft = Pick<OutboxEntry, 'eventType' | 'content' | 'uploads'>;

export function sendingCommands(engine: Engine): KeyedSendingCommands {
  const post = async (roomId: string, txnId: string, draft: Draft) => {
    const { outbox } = await engine.account();
    if (outbox.entries(roomId).some((entry) => entry.txnId === txnId)) return txnId;
    const added = outbox.add(newEntry(roomId, draft, txnId));
    // It is seen while it is saved.
    engine.publisher.flush();
    (await engine.visit()).typing.set(roomId, false);
    await added;
    return txnId;
  };
  return {
    async sendMessage(roomId, message, key) {
      const target = message.relation?.type === 'edit' ? message.relation.eventId : null;
      const room = (await engine.account()).client.getRoom(roomId);
      const edited = target === null ? null : (room?.findEventById(target)?.getContent() ?? null);
      const content = messageContent(message, edited);
      const posted = post(roomId, key, { eventType: 'm.room.message', content, uploads: [] });
      if (target === null) await (await engine.visit()).drafts.set(roomId, '');
      return posted;
    },
    async sendFiles(roomId, files, { relation, isSilent }, keys) {
      const album = files.length > 1 ? (keys[0] ?? null) : null;
      for (const [index, file] of files.entries()) {
        const { blob, thumbnail } = file;
        // An answer is answered once.
        const content = fileContent(file, index === 0 ? relation : null, isSilent, album);
        await post(roomId, keys[index] ?? '', {
          eventType: 'm.room.message',
          content,
          uploads: [
            ...(thumbnail ? [{ blob: thumbnail.blob, slot: 'thumbnail' as const }] : []),
            { blob, slot: 'file' as const },
          ],
        });
      }
      return keys;
    },
    sendSticker: (roomId, sticker, relation, key) =>
      post(roomId, key, {
        eventType: 'm.sticker',
        content: stickerContent(sticker, relation),
        uploads: [],
      }),
    sendContact: (roomId, contact, relation, key) =>
      post(roomId, key, {
        eventType: 'm.room.message',
        content: contactContent(contact, relation),
        uploads: [],
      }),
    sendPlace: (roomId, place, relation, key) =>
      post(roomId, key, {
        eventType: 'm.room.message',
        content: placeContent(place, relation, Date.now()),
        uploads: [],
      }),
    async uploadLimit() {
      const { client } = await engine.account();
      const limit: unknown = (await client.getMediaConfig(true))['m.upload.size'];
      return typeof limit === 'number' ? limit : null;
    },
    async retrySend(roomId, key) {
      await (await engine.account()).outbox.retry(roomId, key);
    },
    async discardFailed(roomId, key) {
      await (await engine.account()).outbox.discard(roomId, key);
    },
  };
}
