/** What is done with whole chats, and finding others. */
import type { AcrossCommands } from '@/matrix/protocol/across';
import type { ChatListCommands } from '@/matrix/protocol/chat-list';
import { AcrossSearcher } from '../across-search';
import { ChatList } from '../chat-list';
import { ChatSearcher } from '../chat-search';
import { Chats } from '../chats';
import { Finder } from '../discovery-search';
import type { Engine } from '../engine';

export function chatListCommands(engine: Engine): ChatListCommands & AcrossCommands {
  const list = async () => new ChatList(await engine.account());
  const finder = async () => new Finder(await engine.account());
  const mutes = async () => (await engine.account()).mutes;
  return {
    pinChat: async (roomId, isPinned) => (await list()).pin(roomId, isPinned),
    movePin: async (roomId, before) => (await list()).movePin(roomId, before),
    archiveChat: async (roomId, isArchived) => (await list()).archive(roomId, isArchived),
    muteChat: async (roomId, until) => (await mutes()).mute(roomId, until),
    unmuteChat: async (roomId) => (await mutes()).unmute(roomId),
    markUnread: async (roomId, isUnread) => (await list()).markUnread(roomId, isUnread),
    markChatRead: async (roomId) => (await list()).markRead(roomId),
    forgetRoom: async (roomId) => (await list()).forget(roomId),
    createChannel: async (request) => new Chats(await engine.account()).createChannel(request),
    previewRoom: async (roomIdOrLink) => (await finder()).previewRoom(roomIdOrLink),
    knock: async (roomIdOrLink, reason) => (await list()).knock(roomIdOrLink, reason),
    searchPublicRooms: async (...args) => (await finder()).searchPublicRooms(...args),
    searchChat: async (...args) => new ChatSearcher(await engine.account()).search(...args),
    searchAcross: async (wanted, from) =>
      new AcrossSearcher(await engine.account()).search(wanted, from),
    searchMessages: async (term, roomId) => (await finder()).searchMessages(term, roomId),
  };
}
