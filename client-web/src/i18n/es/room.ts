import type { room as en } from '../en/room';
import type { Translation } from '../translation';

export const room: Translation<typeof en> = {
  'room.empty': 'Chat vacío',
  'room.members': '{count, plural, one {# miembro} other {# miembros}}',
  'room.invited': 'Aún no se ha unido',
  'room.more': 'Más acciones',
  'room.leave': 'Salir del chat',
  'room.leaveTitle': '¿Salir de «{name}»?',
  'room.leaveHint': 'Ya no recibirás sus mensajes. Para volver quizá necesites otra invitación.',
  'room.left': 'Has salido de «{name}»',
  'room.copyLink': 'Copiar enlace',
  'room.linkCopied': 'Enlace copiado',
  'room.none': 'Elige un chat para empezar a escribir',
  'room.unknown': 'Este chat no está en tu lista',
  'room.unknownHint': 'Puede que aún no estés dentro o que se haya cerrado.',
  'room.join': 'Unirse',

  'typing.direct': 'escribiendo',
  'typing.one': '{a} está escribiendo',
  'typing.two': '{a} y {b} están escribiendo',
  'typing.many':
    '{count, plural, one {# persona está escribiendo} other {# personas están escribiendo}}',

  'room.info': 'Acerca de {name}',
  'room.showInfo': 'Ver información',
};
