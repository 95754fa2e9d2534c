/** Search. */
export const search = {
  'search.label': 'Search',
  'search.clear': 'Clear the search',
  'search.results': 'Search results',
  'search.chats': 'Chats',
  'search.people': 'People',
  'search.nothing': 'Nothing found',
  'search.nothingHint':
    'There is no chat or person for “{query}”. People can also be found by their full address, such as @anna:example.org.',
  'search.messages': 'Messages',
  'search.inChat': 'Search in this chat',
  'search.from': 'From',
  'search.anybody': 'Anybody',
  'search.chatHint': 'Type a word, or choose who wrote it.',
  'search.found': '{count, plural, =0 {Nothing found} one {# message} other {# messages}}',
  'search.lookedBack': 'Searched back to {date}',
  'search.goOn': 'Search further',
  'search.public': 'Public chats',

  'explore.title': 'Public chats',
  'explore.search': 'Search public chats',
  'explore.server': 'On the server',
  'explore.serverHint': "Another server's name, such as example.org, shows what it lists.",
  'explore.none': 'No public chat was found here.',
  'explore.more': 'Show more',

  'search.what': 'What to search for',
  'search.close': 'Close the search',
  'search.typeWords':
    'Type a word of three letters or more. Encrypted chats are searched on this device.',
  'search.lookedBackAll': 'All chats were searched back to {date}',
  'search.lookedAtAll': 'All chats were searched to their beginning.',
  'search.nothingAnywhere': 'Nothing found in any chat.',
  'search.inEncrypted': 'Search in encrypted chats, too',
} as const;
