/** Making, joining and leaving chats, and finding people. */
import type { ChatCommands } from '@/matrix/protocol/chats';
import { Chats } from '../chats';
import type { Engine } from '../engine';

const searchResults = 20;

export function chatCommands(engine: Engine): ChatCommands {
  const chats = async () => new Chats(await engine.account());
  return {
    createDirect: async (userId) => (await chats()).createDirect(userId),
    createGroup: async (request) => (await chats()).createGroup(request),
    joinRoom: async (roomIdOrAlias) => (await chats()).join(roomIdOrAlias),
    leaveRoom: async (roomId) => (await chats()).leave(roomId),
    acceptInvite: async (roomId) => (await chats()).acceptInvite(roomId),
    rejectInvite: async (roomId) => (await chats()).leave(roomId),
    inviteUser: async (roomId, userId) => (await chats()).invite(roomId, userId),
    searchUsers: async (term, limit = searchResults) => (await chats()).searchUsers(term, limit),
  };
}
