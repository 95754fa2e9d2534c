import type { identity as en } from '../en/identity';
import type { Translation } from '../translation';

export const identity: Translation<typeof en> = {
  'identity.changed': 'Die Schlüssel dieser Person haben sich geändert',
  'identity.hint':
    'Vielleicht wurde neu angefangen, vielleicht hat jemand anderes den Platz eingenommen.',
  'identity.accept': 'Annehmen',
  'identity.verify': 'Diese Person bestätigen',
  'identity.verified': 'Bestätigt',
};
