import type { composer as en } from '../en/composer';
import type { Translation } from '../translation';

export const composer: Translation<typeof en> = {
  'composer.label': 'Nachricht',
  'composer.send': 'Senden',
  'composer.notAllowed': 'Hier kannst du keine Nachrichten senden',
};
