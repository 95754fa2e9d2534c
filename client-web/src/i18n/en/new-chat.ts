/** Starting chats and groups. */
export const newChat = {
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

  'newChannel.title': 'New channel',
  'newChannel.name': 'Channel name',
  'newChannel.nameRequired': 'Give the channel a name.',
  'newChannel.public': 'Public channel',
  'newChannel.publicHint': 'Everybody can find and read it; otherwise people are invited.',
  'newChannel.create': 'Create channel',

  'contacts.title': 'Contacts',
  'contacts.none': 'People you chat with appear here.',
} as const;
