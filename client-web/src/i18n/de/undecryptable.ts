import type { undecryptable as en } from '../en/undecryptable';
import type { Translation } from '../translation';

export const undecryptable: Translation<typeof en> = {
  'undecryptable.pending': 'Diese Nachricht wird geöffnet …',
  'undecryptable.waiting': 'Warten auf diese Nachricht',
  'undecryptable.locked': 'Verschlossen, bis du diese Sitzung bestätigst',
  'undecryptable.lost':
    'Diese Nachricht ist älter als dieses Gerät, und ihr Schlüssel wurde nicht aufgehoben',
  'undecryptable.notMember': 'Das wurde geschrieben, bevor du hier warst',
  'undecryptable.withheldUnverified':
    'Der Absender schreibt nur an bestätigte Geräte. Bestätige diese Sitzung',
  'undecryptable.withheld': 'Der Absender hat diese Nachricht nicht mit deinem Gerät geteilt',
  'undecryptable.senderChanged':
    'Die Schlüssel des Absenders haben sich seit deiner Bestätigung geändert',
};
