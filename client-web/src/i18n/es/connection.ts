import type { connection as en } from '../en/connection';
import type { Translation } from '../translation';

export const connection: Translation<typeof en> = {
  'connection.network': 'Esperando a la red…',
  'connection.connecting': 'Conectando…',
  'connection.updating': 'Actualizando…',
  'connection.server':
    'No se llega al servidor. {seconds, plural, =0 {Intentándolo ahora…} other {Nuevo intento en # s}}',
  'connection.retryNow': 'Intentar ahora',
};
