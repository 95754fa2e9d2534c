import type { live as en } from '../en/live';
import type { Translation } from '../translation';

export const live: Translation<typeof en> = {
  'live.title': 'Ubicación en directo',
  'live.explain':
    'Las personas de este chat ven dónde estás hasta que acabe el tiempo o lo detengas. Esta página debe seguir abierta.',
  'live.notAllowed':
    'Los miembros no pueden compartir su ubicación en directo en este chat. Un administrador puede permitirlo en los permisos.',
  'live.howLong': 'Durante cuánto tiempo',
  'live.minutes': '{count, plural, one {Durante # minuto} other {Durante # minutos}}',
  'live.hours': '{count, plural, one {Durante # hora} other {Durante # horas}}',
  'live.start': 'Compartir',
  'live.stop': 'Dejar de compartir',
  'live.sharing':
    '{minutes, plural, one {Compartes tu ubicación # minuto más} other {Compartes tu ubicación # minutos más}}',
  'live.ends': '{minutes, plural, one {En directo # minuto más} other {En directo # minutos más}}',
  'live.ended': 'Terminada',
  'live.waiting': 'Esperando la primera posición…',
  'live.updated':
    '{minutes, plural, =0 {Actualizada ahora mismo} one {Actualizada hace # minuto} other {Actualizada hace # minutos}}',
  'live.lastSeen': 'Última posición: {time}',
  'live.away': 'A {distance} de ti',
  'live.refused': 'Este dispositivo ya no dice dónde está, así que ya no se comparte.',
};
