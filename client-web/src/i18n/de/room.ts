import type { room as en } from '../en/room';
import type { Translation } from '../translation';

export const room: Translation<typeof en> = {
  'room.empty': 'Leerer Chat',
  'room.members': '{count, plural, one {# Mitglied} other {# Mitglieder}}',
  'room.invited': 'Ist noch nicht beigetreten',
  'room.more': 'Weitere Aktionen',
  'room.leave': 'Chat verlassen',
  'room.leaveTitle': '„{name}“ verlassen?',
  'room.leaveHint':
    'Du bekommst keine Nachrichten mehr von dort. Um zurückzukommen, brauchst du vielleicht eine neue Einladung.',
  'room.left': 'Du hast „{name}“ verlassen',
  'room.copyLink': 'Link kopieren',
  'room.linkCopied': 'Link kopiert',
  'room.none': 'Wähle einen Chat, um zu schreiben',
  'room.unknown': 'Dieser Chat steht nicht in deiner Liste',
  'room.unknownHint': 'Vielleicht bist du noch nicht dabei, oder er wurde geschlossen.',
  'room.join': 'Beitreten',

  'typing.direct': 'schreibt',
  'typing.one': '{a} schreibt',
  'typing.two': '{a} und {b} schreiben',
  'typing.many': '{count, plural, one {# Person schreibt} other {# Personen schreiben}}',

  'room.info': 'Über {name}',
  'room.showInfo': 'Info anzeigen',
};
