/** Changing a room and who may do what in it. */
import type { RoomSettingsCommands } from '@/matrix/protocol/room-settings';
import type { Engine } from '../engine';
import { RoomSettings } from '../room-settings';

export function roomSettingsCommands(engine: Engine): RoomSettingsCommands {
  const settings = async () => new RoomSettings(await engine.account());
  return {
    setRoomName: async (...args) => (await settings()).setRoomName(...args),
    setRoomTopic: async (...args) => (await settings()).setRoomTopic(...args),
    setRoomAvatar: async (...args) => (await settings()).setRoomAvatar(...args),
    kick: async (...args) => (await settings()).kick(...args),
    ban: async (...args) => (await settings()).ban(...args),
    unban: async (...args) => (await settings()).unban(...args),
    answerRequests: async (...args) => (await settings()).answerRequests(...args),
    setPowerLevel: async (...args) => (await settings()).setPowerLevel(...args),
    setPowers: async (...args) => (await settings()).setPowers(...args),
    setAccess: async (...args) => (await settings()).setAccess(...args),
    setHistoryVisibility: async (...args) => (await settings()).setHistoryVisibility(...args),
    addAlias: async (...args) => (await settings()).addAlias(...args),
    removeAlias: async (...args) => (await settings()).removeAlias(...args),
    isListed: async (...args) => (await settings()).isListed(...args),
    setListed: async (...args) => (await settings()).setListed(...args),
    upgradeRoom: async (...args) => (await settings()).upgradeRoom(...args),
    recentActions: async (...args) => (await settings()).recentActions(...args),
  };
}
