/** Rooms and messages for tests: what a test does not care about is filled in here, once. */
import type { MessageItem, RoomDetails, RoomSummary } from './types';

export function roomSummary(roomId: string, change: Partial<RoomSummary> = {}): RoomSummary {
  return {
    roomId,
    name: roomId,
    avatarUrl: null,
    topic: null,
    membership: 'join',
    directUserId: null,
    inviter: null,
    joinedCount: 2,
    invitedCount: 0,
    lastMessage: null,
    activityTs: 0,
    unreadCount: 0,
    highlightCount: 0,
    isEncrypted: false,
    maySend: true,
    mayDeleteOthers: false,
    mayPin: false,
    pinned: [],
    mayNotifyRoom: false,
    kind: 'chat',
    children: [],
    alias: null,
    isMuted: false,
    pinOrder: null,
    isArchived: false,
    replacementRoomId: null,
    isMarkedUnread: false,
    unreadReactions: 0,
    ...change,
  };
}

export function messageItem(key: string, change: Partial<MessageItem> = {}): MessageItem {
  return {
    kind: 'message',
    key,
    eventId: key,
    senderId: '@a:b',
    ts: 0,
    isOwn: false,
    content: { kind: 'text', body: key, formattedBody: null },
    delivery: 'sent',
    error: null,
    upload: null,
    isEdited: false,
    reply: null,
    reactions: [],
    thread: null,
    forwardedFrom: null,
    isPinned: false,
    mentionsUs: false,
    ...change,
  };
}

export function roomDetails(roomId: string, change: Partial<RoomDetails> = {}): RoomDetails {
  return {
    roomId,
    createdTs: 0,
    version: '12',
    creatorIds: [],
    access: { rule: 'invite', spaces: [] },
    historyVisibility: 'shared',
    alias: null,
    altAliases: [],
    powers: {
      users: {},
      usersDefault: 0,
      send: 0,
      react: 0,
      changeInfo: 50,
      pin: 50,
      invite: 0,
      kick: 50,
      ban: 50,
      redact: 50,
      notifyRoom: 50,
      shareLive: 0,
      administer: 100,
    },
    ownLevel: 0,
    mayChange: [],
    mayShareLive: false,
    mayUpgrade: false,
    replacementRoomId: null,
    ...change,
  };
}
