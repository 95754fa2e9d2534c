/** Putting messages on their way. */
import type { KeyedSendingCommands } from '@/matrix/protocol/sending';
import type { Engine } from '../engine';
import type { OutboxEntry } from '../outbox';
import { type Content, fileContent, messageContent, stickerContent } from '../outgoing';
import { projectPlainContent } from '../project/content';
import { withLocalAddresses } from '../uploads';

type Draft = Pick<OutboxEntry, 'eventType' | 'content' | 'uploads'>;

export function sendingCommands(engine: Engine): KeyedSendingCommands {
  const post = async (roomId: string, txnId: string, draft: Draft) => {
    const { outbox } = await engine.account();
    if (outbox.entries(roomId).some((entry) => entry.txnId === txnId)) return txnId;
    (await engine.visit()).typing.set(roomId, false);
    await outbox.add(newEntry(roomId, txnId, draft));
    return txnId;
  };
  return {
    async sendMessage(roomId, message, key) {
      const target = message.relation?.type === 'edit' ? message.relation.eventId : null;
      const room = (await engine.account()).client.getRoom(roomId);
      const edited = target === null ? null : (room?.findEventById(target)?.getContent() ?? null);
      if (target === null) await (await engine.visit()).drafts.set(roomId, '');
      const content = messageContent(message, edited);
      return post(roomId, key, { eventType: 'm.room.message', content, uploads: [] });
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

/** What becomes of an edit is shown by the message it edits. */
function isEdit({ 'm.relates_to': relation }: Content): boolean {
  return (relation as { rel_type?: unknown } | undefined)?.rel_type === 'm.replace';
}

function newEntry(roomId: string, txnId: string, draft: Draft): OutboxEntry {
  const entry: OutboxEntry = {
    ...draft,
    txnId,
    roomId,
    sequence: nextSequence(),
    ts: Date.now(),
    preview: null,
    progress: null,
    state: 'queued',
    error: null,
  };
  if (isEdit(draft.content)) return entry;
  return { ...entry, preview: projectPlainContent(draft.eventType, withLocalAddresses(entry)) };
}

let lastSequence = 0;

/** Grows from message to message, and from one start of the engine to the next. */
function nextSequence(): number {
  lastSequence = Math.max(lastSequence + 1, Date.now());
  return lastSequence;
}
