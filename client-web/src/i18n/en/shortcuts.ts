/** What the keyboard does. */
export const shortcuts = {
  'shortcuts.everywhere': 'Everywhere',
  'shortcuts.writing': 'While writing',
  'shortcuts.search': 'Search',
  'shortcuts.previousChat': 'Previous chat',
  'shortcuts.nextChat': 'Next chat',
  'shortcuts.up': 'One level up',
  'shortcuts.list': 'This list',
  'shortcuts.lock': 'Lock',
  'shortcuts.send': 'Send',
  'shortcuts.newLine': 'New line',
} as const;
