/** People, and what a room has shared. */
import type { ProfileCommands } from '@/matrix/protocol/profile';
import type { Engine } from '../engine';
import { Profiles } from '../profiles';

export function profileCommands(engine: Engine): ProfileCommands {
  const profiles = async () => new Profiles(await engine.account());
  return {
    personDetails: async (userId) => (await profiles()).details(userId),
    sharedMessages: async (roomId, kind, from) => (await profiles()).shared(roomId, kind, from),
  };
}
