/** A chat as a whole: its header, who types. */
export const room = {
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

  'room.info': 'About {name}',
  'room.showInfo': 'Show info',
} as const;
