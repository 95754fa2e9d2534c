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
  'search.notEncrypted':
    'Messages in encrypted chats are not searched: the server cannot read them.',
} as const;
