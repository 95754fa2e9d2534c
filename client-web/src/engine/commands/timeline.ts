/** What is done inside one chat: reading and writing. */
import { parseTimelineId } from '@/lib/timeline-id';
import type { TimelineCommands } from '@/matrix/protocol/timeline';
import type { Engine } from '../engine';
import type { Tab } from '../tabs';

const historyPage = 40;

export function timelineCommands(engine: Engine, tab: Tab): TimelineCommands {
  return {
    async openRoom(timelineId) {
      const { kind, roomId } = parseTimelineId(timelineId);
      const visit = await engine.visit();
      const { running } = visit;
      engine.tabs.open(tab, timelineId);
      const filled = running?.fill(timelineId);
      const remembered = running?.reads(roomId) ? null : await visit.remembered(timelineId);
      // The timeline may have been left while the database was read.
      if (tab.openTimelines.has(timelineId)) {
        engine.publisher.showTimeline(tab, timelineId, remembered);
      }
      // Whoever wants an old message must know when it is not to be had; else a failure shows in the timeline itself.
      if (kind === 'around') await (filled ?? (await engine.account()).fill(timelineId));
      else filled?.catch(() => undefined);
    },
    async closeRoom(timelineId) {
      // The same wait as in `openRoom`, so that the two keep their order.
      await engine.visit();
      engine.tabs.close(tab, timelineId);
      engine.publisher.hideTimeline(timelineId);
    },
    async paginateBack(timelineId, limit = historyPage) {
      await (await engine.account()).views.histories.paginate(timelineId, 'b', limit);
    },
    async paginateForward(timelineId, limit = historyPage) {
      await (await engine.account()).views.histories.paginate(timelineId, 'f', limit);
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
