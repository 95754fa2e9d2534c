import type { app as en } from '../en/app';
import type { Translation } from '../translation';

export const app: Translation<typeof en> = {
  'app.title':
    '{unread, plural, =0 {} other {(#) }}{place, select, home {} other {{chat} – }}Heliograph',
  'app.loading': 'Deine Chats werden geöffnet…',
  'app.skipToChats': 'Zur Chatliste springen',
  'app.skipToMessages': 'Zu den Nachrichten springen',
  'app.skipToComposer': 'Zum Schreiben springen',
  'app.notFound': 'Diese Seite gibt es nicht',
  'app.notFoundHint': 'Vielleicht ist die Adresse vertippt oder veraltet.',
  'app.backToChats': 'Zu deinen Chats',

  'common.back': 'Zurück',
  'common.cancel': 'Abbrechen',
  'common.close': 'Schließen',
  'common.delete': 'Löschen',
  'common.retry': 'Erneut versuchen',
  'common.save': 'Speichern',
  'common.copied': 'Kopiert',

  'failure.region': 'Hier ist etwas schiefgegangen',
  'failure.reload': 'Diesen Teil neu laden',
  'failure.copy': 'Einzelheiten kopieren',
  'failure.page': 'Etwas ist schiefgegangen. Deine Nachrichten sind sicher.',
  'failure.reloadPage': 'Seite neu laden',

  'day.today': 'Heute',
  'day.yesterday': 'Gestern',

  'common.undo': 'Rückgängig',

  'app.listWidth': 'Breite der Chatliste',
};
