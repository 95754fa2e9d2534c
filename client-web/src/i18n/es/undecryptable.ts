import type { undecryptable as en } from '../en/undecryptable';
import type { Translation } from '../translation';

export const undecryptable: Translation<typeof en> = {
  'undecryptable.pending': 'Abriendo este mensaje…',
  'undecryptable.waiting': 'Esperando este mensaje',
  'undecryptable.locked': 'Bloqueado hasta que verifiques esta sesión',
  'undecryptable.lost': 'Este mensaje es anterior a este dispositivo y no se guardó su clave',
  'undecryptable.notMember': 'Se escribió antes de que estuvieras aquí',
  'undecryptable.withheldUnverified':
    'Quien lo envía solo escribe a dispositivos verificados. Verifica esta sesión',
  'undecryptable.withheld': 'Quien lo envía no compartió este mensaje con tu dispositivo',
  'undecryptable.senderChanged':
    'Las claves de quien lo envía han cambiado desde que le verificaste',
};
