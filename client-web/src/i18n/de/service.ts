import type { service as en } from '../en/service';
import type { Translation } from '../translation';

export const service: Translation<typeof en> = {
  'service.created.direct': '{by, select, me {Du hast} other {{actor} hat}} den Chat begonnen',
  'service.created': '{by, select, me {Du hast} other {{actor} hat}} die Gruppe angelegt',
  'service.created.channel': '{by, select, me {Du hast} other {{actor} hat}} den Kanal angelegt',
  'service.joined': '{whom, select, me {Du bist beigetreten} other {Beigetreten: {people}}}',
  'service.left': '{whom, select, me {Du bist gegangen} other {Gegangen: {people}}}',
  'service.invited':
    '{by, select, me {Du hast} other {{actor} hat}} {whom, select, me {dich} other {{people}}} eingeladen',
  'service.rejectedInvite':
    '{whom, select, me {Du hast die Einladung abgelehnt} other {Einladung abgelehnt: {people}}}',
  'service.withdrewInvite':
    '{by, select, me {Du hast} other {{actor} hat}} {whom, select, me {deine Einladung zurückgenommen} other {die Einladung zurückgenommen: {people}}}',
  'service.knocked':
    '{whom, select, me {Du möchtest beitreten} other {Möchte beitreten: {people}}}',
  'service.kicked':
    '{by, select, me {Du hast} other {{actor} hat}} {whom, select, me {dich} other {{people}}} entfernt',
  'service.kickedReason':
    '{by, select, me {Du hast} other {{actor} hat}} {whom, select, me {dich} other {{people}}} entfernt: {reason}',
  'service.banned':
    '{by, select, me {Du hast} other {{actor} hat}} {whom, select, me {dich} other {{people}}} gesperrt',
  'service.bannedReason':
    '{by, select, me {Du hast} other {{actor} hat}} {whom, select, me {dich} other {{people}}} gesperrt: {reason}',
  'service.unbanned':
    '{by, select, me {Du hast} other {{actor} hat}} {whom, select, me {dich} other {{people}}} entsperrt',
  'service.renamedSelf': '{by, select, me {Du heißt} other {{from} heißt}} jetzt {to}',
  'service.removedName':
    '{by, select, me {Du hast deinen} other {{from} hat den eigenen}} Namen entfernt',
  'service.changedOwnAvatar':
    '{by, select, me {Du hast dein} other {{actor} hat das eigene}} Foto geändert',
  'service.renamedRoom': '{by, select, me {Du hast} other {{actor} hat}} den Chat „{name}“ genannt',
  'service.removedRoomName':
    '{by, select, me {Du hast} other {{actor} hat}} den Namen des Chats entfernt',
  'service.changedTopic':
    '{by, select, me {Du hast} other {{actor} hat}} die Beschreibung geändert: „{topic}“',
  'service.removedTopic':
    '{by, select, me {Du hast} other {{actor} hat}} die Beschreibung entfernt',
  'service.changedRoomAvatar':
    '{by, select, me {Du hast} other {{actor} hat}} das Foto des Chats geändert',
  'service.enabledEncryption':
    '{by, select, me {Du hast} other {{actor} hat}} die Verschlüsselung eingeschaltet',
  'service.upgraded':
    '{by, select, me {Du hast} other {{actor} hat}} diesen Chat in einen neuen Raum verlegt',
  'service.others': '{count, plural, one {# weitere Person} other {# weitere Personen}}',
  'service.call':
    '{by, select, me {{kind, select, video {Ausgehender Videoanruf} other {Ausgehender Anruf}}} other {{kind, select, video {Eingehender Videoanruf} other {Eingehender Anruf}}}}',
  'service.callEnded':
    '{by, select, me {{kind, select, video {Ausgehender Videoanruf} other {Ausgehender Anruf}}} other {{kind, select, video {Eingehender Videoanruf} other {Eingehender Anruf}}}} ({duration})',
  'service.callMissed':
    '{by, select, me {{kind, select, video {Abgebrochener Videoanruf} other {Abgebrochener Anruf}}} other {{kind, select, video {Verpasster Videoanruf} other {Verpasster Anruf}}}}',
  'service.callDeclined':
    '{kind, select, video {Abgelehnter Videoanruf} other {Abgelehnter Anruf}}',
};
