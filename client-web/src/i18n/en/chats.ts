/** The chat list. */
export const chats = {
  'chats.title': 'Chats',
  'chats.loading': 'Loading your chats',
  'chats.empty': 'Start messaging',
  'chats.emptyHint': 'Find somebody to talk to, or bring a few people together.',
  'chats.draft': 'Draft:',
  'chats.you': 'You',
  'chats.sender': '{name}: ',
  'chats.noMessages': 'No messages here yet…',
  'chats.unread': '{count, plural, one {# unread message} other {# unread messages}}',
  'chats.mention': 'You were mentioned',
  'chats.invite': 'Invitation',
  'chats.inviteFrom': '{name} invites you',
  'chats.inviteBare': 'You are invited',
  'chats.knocking': 'Waiting to be let in',
  'chats.newChat': 'New chat',
  'chats.notEncrypted': 'Not encrypted',
} as const;
