/** slash */
export const slash = {
  'slash.me': 'Say what you do',
  'slash.spoiler': 'Hide the text until it is tapped',
  'slash.plain': 'Send without formatting',
  'slash.shrug': 'Add a shrug',
  'slash.invite': 'Invite somebody',
  'slash.kick': 'Remove somebody',
  'slash.ban': 'Ban somebody',
  'slash.unban': 'Lift a ban',
  'slash.topic': 'Change the description',
  'slash.name': 'Rename the chat',
  'slash.nick': 'Change your name',
  'slash.join': 'Join a chat by its address',
  'slash.leave': 'Leave this chat',
  'slash.unknown':
    'This command is not known, or something is missing behind it. Put a space before it to send it as text.',
  'slash.done': 'Done',
} as const;
