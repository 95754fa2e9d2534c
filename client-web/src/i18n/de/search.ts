import type { search as en } from '../en/search';
import type { Translation } from '../translation';

export const search: Translation<typeof en> = {
  'search.label': 'Suchen',
  'search.clear': 'Suche leeren',
  'search.results': 'Suchergebnisse',
  'search.chats': 'Chats',
  'search.people': 'Personen',
  'search.nothing': 'Nichts gefunden',
  'search.nothingHint':
    'Zu „{query}“ gibt es keinen Chat und keine Person. Personen findest du auch über ihre volle Adresse, etwa @anna:example.org.',
  'search.messages': 'Nachrichten',
  'search.notEncrypted':
    'Nachrichten in verschlüsselten Chats werden nicht durchsucht: Der Server kann sie nicht lesen.',
};
