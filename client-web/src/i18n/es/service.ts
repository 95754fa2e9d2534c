import type { service as en } from '../en/service';
import type { Translation } from '../translation';

export const service: Translation<typeof en> = {
  'service.created.direct': '{by, select, me {Empezaste} other {{actor} empezó}} el chat',
  'service.created': '{by, select, me {Creaste} other {{actor} creó}} el grupo',
  'service.created.channel': '{by, select, me {Creaste} other {{actor} creó}} el canal',
  'service.joined': '{whom, select, me {Te uniste} other {Se unió: {people}}}',
  'service.left': '{whom, select, me {Saliste} other {Salió: {people}}}',
  'service.invited':
    '{by, select, me {Invitaste} other {{actor} invitó}} {whom, select, me {a ti} other {a {people}}}',
  'service.rejectedInvite':
    '{whom, select, me {Rechazaste la invitación} other {Invitación rechazada: {people}}}',
  'service.withdrewInvite':
    '{by, select, me {Retiraste} other {{actor} retiró}} {whom, select, me {tu invitación} other {la invitación de {people}}}',
  'service.knocked': '{whom, select, me {Pediste unirte} other {Pide unirse: {people}}}',
  'service.kicked':
    '{by, select, me {Quitaste} other {{actor} quitó}} {whom, select, me {a ti} other {a {people}}}',
  'service.kickedReason':
    '{by, select, me {Quitaste} other {{actor} quitó}} {whom, select, me {a ti} other {a {people}}}: {reason}',
  'service.banned':
    '{by, select, me {Vetaste} other {{actor} vetó}} {whom, select, me {a ti} other {a {people}}}',
  'service.bannedReason':
    '{by, select, me {Vetaste} other {{actor} vetó}} {whom, select, me {a ti} other {a {people}}}: {reason}',
  'service.unbanned':
    '{by, select, me {Levantaste} other {{actor} levantó}} {whom, select, me {tu veto} other {el veto a {people}}}',
  'service.renamedSelf': '{by, select, me {Ahora te llamas} other {{from} ahora se llama}} {to}',
  'service.removedName': '{by, select, me {Quitaste tu nombre} other {{from} quitó su nombre}}',
  'service.changedOwnAvatar': '{by, select, me {Cambiaste tu foto} other {{actor} cambió su foto}}',
  'service.renamedRoom': '{by, select, me {Llamaste} other {{actor} llamó}} al chat «{name}»',
  'service.removedRoomName': '{by, select, me {Quitaste} other {{actor} quitó}} el nombre del chat',
  'service.changedTopic':
    '{by, select, me {Cambiaste} other {{actor} cambió}} la descripción a «{topic}»',
  'service.removedTopic': '{by, select, me {Quitaste} other {{actor} quitó}} la descripción',
  'service.changedRoomAvatar':
    '{by, select, me {Cambiaste} other {{actor} cambió}} la foto del chat',
  'service.enabledEncryption': '{by, select, me {Activaste} other {{actor} activó}} el cifrado',
  'service.upgraded':
    '{by, select, me {Trasladaste} other {{actor} trasladó}} este chat a una sala nueva',
  'service.others': '{count, plural, one {# más} other {# más}}',
  'service.call':
    '{by, select, me {{kind, select, video {Videollamada saliente} other {Llamada saliente}}} other {{kind, select, video {Videollamada entrante} other {Llamada entrante}}}}',
  'service.callEnded':
    '{by, select, me {{kind, select, video {Videollamada saliente} other {Llamada saliente}}} other {{kind, select, video {Videollamada entrante} other {Llamada entrante}}}} ({duration})',
  'service.callMissed':
    '{by, select, me {{kind, select, video {Videollamada cancelada} other {Llamada cancelada}}} other {{kind, select, video {Videollamada perdida} other {Llamada perdida}}}}',
  'service.callDeclined':
    '{kind, select, video {Videollamada rechazada} other {Llamada rechazada}}',
};
