import type { menu as en } from '../en/menu';
import type { Translation } from '../translation';

export const menu: Translation<typeof en> = {
  'menu.open': 'Menü öffnen',
  'menu.newGroup': 'Neue Gruppe',
  'menu.newChat': 'Neuer privater Chat',
  'menu.settings': 'Einstellungen',
  'menu.nightMode': 'Nachtmodus',
  'menu.dayMode': 'Tagmodus',
  'menu.newChannel': 'Neuer Kanal',
  'menu.saved': 'Gespeicherte Nachrichten',
};
