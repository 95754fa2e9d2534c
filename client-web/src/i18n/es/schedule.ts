/** Messages that are sent later. */
import type { schedule as en } from '../en/schedule';
import type { Translation } from '../translation';

export const schedule: Translation<typeof en> = {
  'schedule.menu': 'Programar mensaje',
  'schedule.title': 'Programar mensaje',
  'schedule.moveTitle': 'Cambiar la hora',
  'schedule.time': 'Hora',
  'schedule.sendAt': 'Enviar {when}',
  'schedule.past': 'Esa hora ya pasó. Elige una posterior.',
  'schedule.tooFar':
    'El servidor guarda los mensajes como máximo {days, plural, one {# día} many {# días} other {# días}}. Elige una hora anterior.',
  'schedule.done': 'El mensaje se enviará {when}',
  'schedule.listTitle': 'Mensajes programados',
  'schedule.open':
    '{count, plural, one {# mensaje programado} many {# mensajes programados} other {# mensajes programados}}',
  'schedule.none': 'Aquí no hay nada pendiente de envío.',
  'schedule.sendNow': 'Enviar ahora',
  'schedule.move': 'Cambiar la hora',
  'schedule.remove': 'Eliminar',
  'schedule.removed': 'El mensaje no se enviará',
};
