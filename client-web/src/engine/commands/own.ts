/** Changing what the account keeps for itself. */
import type { OwnDataCommands } from '@/matrix/protocol/own';
import { Chats } from '../chats';
import type { Engine } from '../engine';

export function ownDataCommands(engine: Engine): OwnDataCommands {
  const own = async () => (await engine.account()).own;
  return {
    noteEmoji: async (emoji) => (await own()).noteEmoji(emoji),
    setFolders: async (folders) => (await own()).setFolders(folders),
    addContact: async (userId, name) => (await own()).addContact(userId, name),
    removeContact: async (userId) => (await own()).removeContact(userId),
    openSavedMessages: async () => new Chats(await engine.account()).savedMessages(),
    setIgnored: async (userId, isIgnored) => (await own()).setIgnored(userId, isIgnored),
    setChatSound: async (...args) => (await own()).setChatSound(...args),
    addSticker: async (image) => (await own()).addSticker(image),
    removeSticker: async (url) => (await own()).removeSticker(url),
  };
}
