import type { slash as en } from '../en/slash';
import type { Translation } from '../translation';

export const slash: Translation<typeof en> = {
  'slash.me': 'Sagen, was du tust',
  'slash.spoiler': 'Text verbergen, bis man ihn antippt',
  'slash.plain': 'Ohne Formatierung senden',
  'slash.shrug': 'Ein Achselzucken anfügen',
  'slash.invite': 'Jemanden einladen',
  'slash.kick': 'Jemanden entfernen',
  'slash.ban': 'Jemanden sperren',
  'slash.unban': 'Eine Sperre aufheben',
  'slash.topic': 'Beschreibung ändern',
  'slash.name': 'Chat umbenennen',
  'slash.nick': 'Deinen Namen ändern',
  'slash.join': 'Einem Chat über seine Adresse beitreten',
  'slash.leave': 'Diesen Chat verlassen',
  'slash.unknown':
    'Dieser Befehl ist unbekannt, oder dahinter fehlt etwas. Mit einem Leerzeichen davor wird er als Text gesendet.',
  'slash.done': 'Erledigt',
};
