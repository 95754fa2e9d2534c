/**
 * Every word of the interface, in English. Keys are grouped by where they are read; the syntax is that of `message-format.ts`.
 * Short, plain, sentence case, no exclamation marks, no protocol terms.
 */
export const en = {
  'app.title':
    '{unread, plural, =0 {} other {(#) }}{place, select, home {} other {{chat} – }}Heliograph',
  'app.loading': 'Opening your chats…',
  'app.skipToChats': 'Skip to the chat list',
  'app.skipToMessages': 'Skip to the messages',
  'app.skipToComposer': 'Skip to writing a message',
  'app.notFound': 'This page does not exist',
  'app.notFoundHint': 'The address may be mistyped or out of date.',
  'app.backToChats': 'Go to your chats',

  'common.back': 'Back',
  'common.cancel': 'Cancel',
  'common.close': 'Close',
  'common.delete': 'Delete',
  'common.retry': 'Try again',
  'common.save': 'Save',
  'common.copied': 'Copied',

  'failure.region': 'Something went wrong here',
  'failure.reload': 'Reload this part',
  'failure.copy': 'Copy details',
  'failure.page': 'Something went wrong. Your messages are safe.',
  'failure.reloadPage': 'Reload the page',

  'error.unreachable': 'The server does not answer. Check your connection, then try again.',
  'error.notAHomeserver': 'There is no chat server at this address. Check how it is written.',
  'error.badAnswer':
    'The server has a problem at the moment. Nothing was lost; try again in a minute.',
  'error.wrongCredentials': 'The username or the password is wrong.',
  'error.accountDeactivated': 'This account was closed and cannot be used any more.',
  'error.usernameTaken': 'This username is taken. Choose another.',
  'error.usernameInvalid': 'Use lowercase letters, digits and . _ - = / only.',
  'error.passwordTooWeak': 'This password is too easy to guess. Make it longer.',
  'error.registrationClosed':
    'This server does not accept new accounts. Ask its administrator for one.',
  'error.registrationTokenRequired':
    'This server needs a registration token. Ask its administrator for one.',
  'error.registrationTokenWrong':
    'This registration token is not valid. Check it, or ask for another.',
  'error.unsupportedRegistration':
    'This server asks for a sign-up step that is not supported here yet.',
  'error.signedOut': 'You were signed out. Sign in again to go on.',
  'error.rateLimited':
    'Too many attempts. {seconds, plural, =0 {Try again in a moment.} other {Try again in # s.}}',
  'error.forbidden': 'You are not allowed to do this here.',
  'error.notFound': 'This could not be found. It may have been removed.',
  'error.tooLarge': 'This message is too long to be sent. Shorten it and try again.',
  'error.unknown': 'This did not work: {detail}',

  'auth.signIn': 'Sign in',
  'auth.signInTitle': 'Sign in to Heliograph',
  'auth.signInHint': 'Enter your username and your password.',
  'auth.signUp': 'Create account',
  'auth.signUpTitle': 'Create your account',
  'auth.signUpHint': 'Choose how others will find you. You can set a name to show later.',
  'auth.toSignUp': 'New here? Create an account',
  'auth.toSignIn': 'Have an account? Sign in',
  'auth.username': 'Username',
  'auth.password': 'Password',
  'auth.passwordHint': 'At least 8 characters.',
  'auth.showPassword': 'Show password',
  'auth.hidePassword': 'Hide password',
  'auth.token': 'Registration token',
  'auth.server': 'Server',
  'auth.serverLine': 'On {server}',
  'auth.changeServer': 'Change',
  'auth.usernameRequired': 'Enter your username.',
  'auth.passwordRequired': 'Enter your password.',
  'auth.passwordShort': 'Use at least 8 characters.',
  'auth.revoked':
    'You were signed out. The session was ended from another device or by a change of password.',

  'connection.network': 'Waiting for network…',
  'connection.connecting': 'Connecting…',
  'connection.updating': 'Updating…',
  'connection.server':
    "Can't reach the server. {seconds, plural, =0 {Retrying now…} other {Retrying in # s}}",
  'connection.retryNow': 'Retry now',

  'menu.open': 'Open menu',
  'menu.newGroup': 'New group',
  'menu.newChat': 'New private chat',
  'menu.settings': 'Settings',
  'menu.nightMode': 'Night mode',
  'menu.dayMode': 'Day mode',

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

  'room.empty': 'Empty chat',
  'room.members': '{count, plural, one {# member} other {# members}}',
  'room.invited': 'Has not joined yet',
  'room.more': 'More actions',
  'room.leave': 'Leave chat',
  'room.leaveTitle': 'Leave “{name}”?',
  'room.leaveHint':
    'You will not get its messages any more. To come back you may need a new invitation.',
  'room.left': 'You left “{name}”',
  'room.copyLink': 'Copy link',
  'room.linkCopied': 'Link copied',
  'room.none': 'Select a chat to start messaging',
  'room.unknown': 'This chat is not in your list',
  'room.unknownHint': 'You may not be in it yet, or it was closed.',
  'room.join': 'Join',

  'typing.direct': 'typing',
  'typing.one': '{a} is typing',
  'typing.two': '{a} and {b} are typing',
  'typing.many': '{count, plural, one {# person is typing} other {# people are typing}}',

  'invite.title': 'You are invited',
  'invite.direct': '{name} wants to chat with you',
  'invite.group': '{name} invites you to this group',
  'invite.accept': 'Accept',
  'invite.decline': 'Decline',
  'invite.acceptNamed': 'Accept the invitation to {name}',
  'invite.declineNamed': 'Decline the invitation to {name}',

  'search.label': 'Search',
  'search.clear': 'Clear the search',
  'search.results': 'Search results',
  'search.chats': 'Chats',
  'search.people': 'People',
  'search.nothing': 'Nothing found',
  'search.nothingHint':
    'There is no chat or person for “{query}”. People can also be found by their full address, such as @anna:example.org.',

  'newChat.title': 'New private chat',
  'newChat.field': 'Name or address',
  'newChat.hint': 'Type a name, or a full address such as @anna:example.org.',
  'newGroup.title': 'New group',
  'newGroup.name': 'Group name',
  'newGroup.topic': 'Description (optional)',
  'newGroup.people': 'Add people',
  'newGroup.peopleHint': 'You can also add people later.',
  'newGroup.selected':
    '{count, plural, =0 {No one added yet} one {# person added} other {# people added}}',
  'newGroup.remove': 'Remove {name}',
  'newGroup.create': 'Create group',
  'newGroup.nameRequired': 'Give the group a name.',

  'composer.label': 'Message',
  'composer.send': 'Send',
  'composer.notAllowed': "You can't send messages here",

  'timeline.label': 'Messages',
  'timeline.loading': 'Loading messages',
  'timeline.loadingOlder': 'Loading older messages',
  'timeline.olderFailed': 'Older messages could not be loaded',
  'timeline.unread': 'Unread messages',
  'timeline.toBottom': 'Go to the newest message',
  'timeline.newBelow': '{count, plural, one {# new message below} other {# new messages below}}',
  'timeline.empty': 'No messages here yet…',
  'timeline.emptyHint': 'Write the first one.',
  'timeline.announce': '{name}: {text}',

  'message.edited': 'edited',
  'message.deleted': 'Deleted message',
  'message.undecryptable': 'Waiting for this message',
  'message.unsupported': 'This message is not supported here yet.',
  'message.queued': 'Waiting to be sent',
  'message.sending': 'Sending',
  'message.sent': 'Sent',
  'message.read': 'Read',
  'message.failed': 'Not sent',
  'message.failedActions': 'Message not sent. Choose what to do',
  'message.showMore': 'Show more',
  'message.copy': 'Copy text',
  'message.sentAt': 'Sent {date}',

  'day.today': 'Today',
  'day.yesterday': 'Yesterday',

  'service.created.direct': '{by, select, me {You} other {{actor}}} started the chat',
  'service.created': '{by, select, me {You} other {{actor}}} created the group',
  'service.joined': '{whom, select, me {You} other {{people}}} joined',
  'service.left': '{whom, select, me {You} other {{people}}} left',
  'service.invited':
    '{by, select, me {You} other {{actor}}} invited {whom, select, me {you} other {{people}}}',
  'service.rejectedInvite': '{whom, select, me {You} other {{people}}} declined the invitation',
  'service.withdrewInvite':
    '{by, select, me {You} other {{actor}}} took back {whom, select, me {your invitation} other {the invitation of {people}}}',
  'service.knocked': '{whom, select, me {You} other {{people}}} asked to join',
  'service.kicked':
    '{by, select, me {You} other {{actor}}} removed {whom, select, me {you} other {{people}}}',
  'service.kickedReason':
    '{by, select, me {You} other {{actor}}} removed {whom, select, me {you} other {{people}}}: {reason}',
  'service.banned':
    '{by, select, me {You} other {{actor}}} banned {whom, select, me {you} other {{people}}}',
  'service.bannedReason':
    '{by, select, me {You} other {{actor}}} banned {whom, select, me {you} other {{people}}}: {reason}',
  'service.unbanned':
    '{by, select, me {You} other {{actor}}} lifted {whom, select, me {your ban} other {the ban on {people}}}',
  'service.renamedSelf': '{by, select, me {You are} other {{from} is}} now called {to}',
  'service.removedName':
    '{by, select, me {You removed your name} other {{from} removed their name}}',
  'service.changedOwnAvatar':
    '{by, select, me {You changed your photo} other {{actor} changed their photo}}',
  'service.renamedRoom': '{by, select, me {You} other {{actor}}} named the chat “{name}”',
  'service.removedRoomName': '{by, select, me {You} other {{actor}}} removed the name of the chat',
  'service.changedTopic':
    '{by, select, me {You} other {{actor}}} changed the description to “{topic}”',
  'service.removedTopic': '{by, select, me {You} other {{actor}}} removed the description',
  'service.changedRoomAvatar':
    '{by, select, me {You} other {{actor}}} changed the photo of the chat',
  'service.enabledEncryption': '{by, select, me {You} other {{actor}}} turned on encryption',
  'service.upgraded': '{by, select, me {You} other {{actor}}} moved this chat to a new room',
  'service.others': '{count, plural, one {# other} other {# others}}',

  'settings.title': 'Settings',
  'settings.profile': 'Profile',
  'settings.name': 'Name',
  'settings.nameHint': 'Others see this name in their chats.',
  'settings.nameSaved': 'Your name was changed',
  'settings.copyId': 'Copy your address',
  'settings.appearance': 'Appearance',
  'settings.theme.light': 'Light',
  'settings.theme.dark': 'Dark',
  'settings.theme.system': 'Like the system',
  'settings.language': 'Language',
  'settings.session': 'This session',
  'settings.server': 'Server',
  'settings.device': 'Device',
  'settings.signOut': 'Sign out',
  'settings.signOutTitle': 'Sign out?',
  'settings.signOutHint': 'Drafts and messages that wait to be sent on this device will be lost.',
} as const;

/** A text of the catalogue. */
export type MessageKey = keyof typeof en;

/** A whole catalogue in some language. */
export type Catalogue = Readonly<Record<MessageKey, string>>;
