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
  'search.inChat': 'In diesem Chat suchen',
  'search.from': 'Von',
  'search.anybody': 'Allen',
  'search.chatHint': 'Gib ein Wort ein oder wähle, wer geschrieben hat.',
  'search.found': '{count, plural, =0 {Nichts gefunden} one {# Nachricht} other {# Nachrichten}}',
  'search.lookedBack': 'Gesucht bis {date}',
  'search.goOn': 'Weiter suchen',
  'search.public': 'Öffentliche Chats',

  'explore.title': 'Öffentliche Chats',
  'explore.search': 'Öffentliche Chats suchen',
  'explore.server': 'Auf dem Server',
  'explore.serverHint': 'Der Name eines anderen Servers wie example.org zeigt, was er auflistet.',
  'explore.none': 'Hier wurde kein öffentlicher Chat gefunden.',
  'explore.more': 'Mehr anzeigen',

  'search.what': 'Wonach gesucht wird',
  'search.close': 'Suche schließen',
  'search.typeWords':
    'Gib ein Wort mit mindestens drei Buchstaben ein. Verschlüsselte Chats werden auf diesem Gerät durchsucht.',
  'search.lookedBackAll': 'Alle Chats wurden bis {date} durchsucht',
  'search.lookedAtAll': 'Alle Chats wurden bis zum Anfang durchsucht.',
  'search.nothingAnywhere': 'In keinem Chat etwas gefunden.',
  'search.inEncrypted': 'Auch in verschlüsselten Chats suchen',
};
