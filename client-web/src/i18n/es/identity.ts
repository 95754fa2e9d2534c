import type { identity as en } from '../en/identity';
import type { Translation } from '../translation';

export const identity: Translation<typeof en> = {
  'identity.changed': 'Las claves de esta persona han cambiado',
  'identity.hint': 'Puede que haya empezado de nuevo o que otra persona ocupe su lugar.',
  'identity.accept': 'Aceptar',
  'identity.verify': 'Verificar a esta persona',
  'identity.verified': 'Verificado',
};
