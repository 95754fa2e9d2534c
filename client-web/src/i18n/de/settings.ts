import type { settings as en } from '../en/settings';
import type { Translation } from '../translation';

export const settings: Translation<typeof en> = {
  'settings.title': 'Einstellungen',
  'settings.profile': 'Profil',
  'settings.name': 'Name',
  'settings.nameHint': 'Andere sehen diesen Namen in ihren Chats.',
  'settings.nameSaved': 'Dein Name wurde geändert',
  'settings.copyId': 'Deine Adresse kopieren',
  'settings.appearance': 'Aussehen',
  'settings.theme.light': 'Hell',
  'settings.theme.dark': 'Dunkel',
  'settings.theme.system': 'Wie das System',
  'settings.language': 'Sprache',
  'settings.session': 'Diese Sitzung',
  'settings.server': 'Server',
  'settings.device': 'Gerät',
  'settings.signOut': 'Abmelden',
  'settings.signOutTitle': 'Abmelden?',
  'settings.signOutHint': 'Entwürfe und wartende Nachrichten auf diesem Gerät gehen verloren.',
};
