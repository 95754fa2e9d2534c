/** What is done inside one chat: reading and writing. */
import type { TimelineCommands } from '@/matrix/protocol/timeline';
import type { Engine } from '../engine';
import type { Tab } from '../tabs';

const historyPage = 40;

export function timelineCommands(engine: Engine, tab: Tab): TimelineCommands {
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
    async setTyping(roomId, isTyping) {
      (await engine.visit()).typing.set(roomId, isTyping);
    },
    async markRead(roomId, key) {
      (await engine.visit()).receipts.mark(roomId, key);
    },
    async setDraft(roomId, text) {
      await (await engine.visit()).drafts.set(roomId, text);
    },
    async loadMembers(roomId) {
      await (await engine.account()).views.loadMembers(roomId);
    },
  };
}
