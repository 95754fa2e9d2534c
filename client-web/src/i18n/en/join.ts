/** join */
export const join = {
  'join.title': 'Join by link',
  'join.field': 'Link or address',
  'join.hint': 'For example #lighthouse:example.org, or a link that somebody sent you.',
  'join.look': 'Look it up',
  'join.noLink': 'This is no address of a chat or a person. Check how it is written.',
  'join.open': 'Open',
  'join.ask': 'Ask to join',
  'join.asked': 'You asked to join. An administrator will decide.',
  'join.reason': 'Why you want to join (optional)',
  'join.closed': 'Only people who are invited can join.',
  'join.preview': 'Public chat',
} as const;
