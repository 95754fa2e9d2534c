/** The list of messages. */
export const timeline = {
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
} as const;
