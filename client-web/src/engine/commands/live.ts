/** Telling a chat where one is, for a while. */
import type { LiveCommands } from '@/matrix/protocol/live';
import type { Engine } from '../engine';

export function liveCommands(engine: Engine): LiveCommands {
  const live = async () => (await engine.account()).live;
  return {
    startLive: async (roomId, durationMs) => (await live()).start(roomId, durationMs),
    tellPlace: async (place) => (await live()).tell(place),
    stopLive: async (roomId) => (await live()).stop(roomId),
  };
}
