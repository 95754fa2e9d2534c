import type { slash as en } from '../en/slash';
import type { Translation } from '../translation';

export const slash: Translation<typeof en> = {
  'slash.me': 'Di lo que haces',
  'slash.spoiler': 'Ocultar el texto hasta que se toque',
  'slash.plain': 'Enviar sin formato',
  'slash.shrug': 'Añadir un encogimiento de hombros',
  'slash.invite': 'Invitar a alguien',
  'slash.kick': 'Expulsar a alguien',
  'slash.ban': 'Vetar a alguien',
  'slash.unban': 'Levantar un veto',
  'slash.topic': 'Cambiar la descripción',
  'slash.name': 'Cambiar el nombre del chat',
  'slash.nick': 'Cambiar tu nombre',
  'slash.join': 'Unirte a un chat por su dirección',
  'slash.leave': 'Salir de este chat',
  'slash.unknown':
    'Este comando no existe o le falta algo detrás. Pon un espacio delante para enviarlo como texto.',
  'slash.done': 'Hecho',
};
