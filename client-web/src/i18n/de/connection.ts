import type { connection as en } from '../en/connection';
import type { Translation } from '../translation';

export const connection: Translation<typeof en> = {
  'connection.network': 'Warten auf Netzwerk…',
  'connection.connecting': 'Verbinden…',
  'connection.updating': 'Aktualisieren…',
  'connection.server':
    'Der Server ist nicht erreichbar. {seconds, plural, =0 {Neuer Versuch läuft…} other {Neuer Versuch in # s}}',
  'connection.retryNow': 'Jetzt versuchen',
};
