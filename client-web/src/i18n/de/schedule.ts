/** Messages that are sent later. */
import type { schedule as en } from '../en/schedule';
import type { Translation } from '../translation';

export const schedule: Translation<typeof en> = {
  'schedule.menu': 'Später senden',
  'schedule.title': 'Später senden',
  'schedule.moveTitle': 'Zeit ändern',
  'schedule.time': 'Uhrzeit',
  'schedule.sendAt': 'Senden {when}',
  'schedule.past': 'Diese Zeit ist vorbei. Wähle eine spätere.',
  'schedule.tooFar':
    'Der Server bewahrt Nachrichten höchstens {days, plural, one {# Tag} other {# Tage}} auf. Wähle eine frühere Zeit.',
  'schedule.done': 'Die Nachricht wird gesendet: {when}',
  'schedule.listTitle': 'Geplante Nachrichten',
  'schedule.open': '{count, plural, one {# geplante Nachricht} other {# geplante Nachrichten}}',
  'schedule.none': 'Hier wartet nichts darauf, gesendet zu werden.',
  'schedule.sendNow': 'Jetzt senden',
  'schedule.move': 'Zeit ändern',
  'schedule.remove': 'Löschen',
  'schedule.removed': 'Die Nachricht wird nicht gesendet',
};
