import type { lock as en } from '../en/lock';
import type { Translation } from '../translation';

export const lock: Translation<typeof en> = {
  'lock.locked': 'Bloqueado',
  'lock.passcode': 'Código',
  'lock.again': 'Otra vez',
  'lock.wrong': 'Ese no es el código.',
  'lock.open': 'Desbloquear',
  'lock.set': 'Poner un código',
  'lock.note':
    'Mantiene las miradas curiosas lejos de la pantalla. No cifra lo que está guardado aquí.',
  'lock.short': '{count, plural, one {Al menos # carácter.} other {Al menos # caracteres.}}',
  'lock.differ': 'No coinciden.',
  'lock.now': 'Bloquear ahora',
  'lock.remove': 'Quitar el código',
  'lock.auto': 'Bloquear automáticamente tras',
  'lock.minutes': '{count, plural, one {# minuto} other {# minutos}}',
};
