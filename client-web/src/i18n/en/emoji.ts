/** emoji */
export const emoji = {
  'emoji.open': 'Emoji and stickers',
  'emoji.title': 'Emoji',
  'emoji.search': 'Search emoji',
  'emoji.recent': 'Recently used',
  'emoji.found': 'Found',
  'emoji.smileys': 'Smileys and emotion',
  'emoji.people': 'People',
  'emoji.nature': 'Animals and nature',
  'emoji.food': 'Food and drink',
  'emoji.travel': 'Travel and places',
  'emoji.activities': 'Activities',
  'emoji.objects': 'Objects',
  'emoji.symbols': 'Symbols',
  'emoji.flags': 'Flags',

  'stickers.title': 'Stickers',
  'stickers.none': 'No stickers yet',
  'stickers.noneHint': 'Packs that you add in a group appear here, as do your own.',
  'stickers.own': 'My stickers',
} as const;
