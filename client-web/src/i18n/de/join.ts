import type { join as en } from '../en/join';
import type { Translation } from '../translation';

export const join: Translation<typeof en> = {
  'join.title': 'Über einen Link beitreten',
  'join.field': 'Link oder Adresse',
  'join.hint': 'Zum Beispiel #leuchtturm:example.org oder ein Link, den dir jemand geschickt hat.',
  'join.look': 'Nachsehen',
  'join.noLink': 'Das ist keine Adresse eines Chats oder einer Person. Prüfe die Schreibweise.',
  'join.open': 'Öffnen',
  'join.ask': 'Beitritt anfragen',
  'join.asked': 'Du hast um Beitritt gebeten. Die Verwaltung entscheidet.',
  'join.reason': 'Warum du beitreten willst (freiwillig)',
  'join.closed': 'Nur wer eingeladen ist, kann beitreten.',
  'join.preview': 'Öffentlicher Chat',
};
