/** What is done inside one chat: reading and writing. */
import type { EngineCommands } from '@/matrix/protocol';
import type { TimelineCommands } from '@/matrix/protocol/timeline';
import type { MessageContent } from '@/matrix/types';
import type { Engine } from '../engine';
import type { Tab } from '../tabs';

const historyPage = 40;

export function timelineCommands(
  engine: Engine,
  tab: Tab,
): Pick<EngineCommands, keyof TimelineCommands> {
  return {
    async openRoom(roomId) {
      const { database, running } = await engine.visit();
      engine.tabs.open(tab, roomId);
      const remembered = running?.knows(roomId) ? null : await database.timeline(roomId);
      // The room may have been left while the database was read.
      if (tab.openRooms.has(roomId)) engine.publisher.showTimeline(tab, roomId, remembered);
      // Not awaited, and a failure shows in the timeline itself.
      running?.fill(roomId).catch(() => undefined);
    },
    async closeRoom(roomId) {
      // The same wait as in `openRoom`, so that the two keep their order.
      await engine.visit();
      engine.tabs.close(tab, roomId);
      engine.publisher.hideTimeline(roomId);
    },
    async paginateBack(roomId, limit = historyPage) {
      await (await engine.account()).views.paginateBack(roomId, limit);
    },
    async sendText(roomId, text, txnId) {
      const { outbox } = await engine.account();
      if (outbox.entries(roomId).some((entry) => entry.txnId === txnId)) return txnId;
      await setDraft(engine, roomId, '');
      (await engine.visit()).typing.set(roomId, false);
      await outbox.add({
        txnId,
        roomId,
        sequence: nextSequence(),
        ts: Date.now(),
        eventType: 'm.room.message',
        content: { msgtype: 'm.text', body: text, 'm.mentions': {} },
        preview: { kind: 'text', body: text, formattedBody: null } satisfies MessageContent,
        state: 'queued',
        error: null,
      });
      return txnId;
    },
    async retrySend(roomId, key) {
      await (await engine.account()).outbox.retry(roomId, key);
    },
    async discardFailed(roomId, key) {
      await (await engine.account()).outbox.discard(roomId, key);
    },
    async setTyping(roomId, isTyping) {
      (await engine.visit()).typing.set(roomId, isTyping);
    },
    async markRead(roomId, key) {
      (await engine.visit()).receipts.mark(roomId, key);
    },
    setDraft: (roomId, text) => setDraft(engine, roomId, text),
    async loadMembers(roomId) {
      await (await engine.account()).views.loadMembers(roomId);
    },
  };
}

async function setDraft(engine: Engine, roomId: string, text: string): Promise<void> {
  const { database } = await engine.visit();
  engine.publisher.setDraft(roomId, text);
  await database.saveDraft(roomId, text);
}

let lastSequence = 0;

/** Grows from message to message, and from one start of the engine to the next. */
function nextSequence(): number {
  lastSequence = Math.max(lastSequence + 1, Date.now());
  return lastSequence;
}
