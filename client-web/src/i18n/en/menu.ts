/** The main menu. */
export const menu = {
  'menu.open': 'Open menu',
  'menu.newGroup': 'New group',
  'menu.newChat': 'New private chat',
  'menu.settings': 'Settings',
  'menu.nightMode': 'Night mode',
  'menu.dayMode': 'Day mode',
  'menu.newChannel': 'New channel',
  'menu.saved': 'Saved messages',
} as const;
