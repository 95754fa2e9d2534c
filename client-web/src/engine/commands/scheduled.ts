/** Messages that are sent later. */
import type { ScheduledCommands } from '@/matrix/protocol/scheduled';
import type { Engine } from '../engine';
import { messageContent } from '../outgoing';

export function scheduledCommands(engine: Engine): ScheduledCommands {
  const scheduled = async () => (await engine.account()).scheduled;
  return {
    async scheduleMessage(roomId, message, sendAt) {
      const event = { eventType: 'm.room.message', content: messageContent(message, null) };
      await (await scheduled()).add(roomId, event, sendAt);
      await (await engine.visit()).drafts.set(roomId, '');
    },
    sendScheduledNow: async (delayId) => (await scheduled()).act(delayId, 'send'),
    moveScheduled: async (delayId, sendAt) => (await scheduled()).move(delayId, sendAt),
    cancelScheduled: async (delayId) => (await scheduled()).act(delayId, 'cancel'),
    refreshScheduled: async () => (await scheduled()).refresh(),
  };
}
