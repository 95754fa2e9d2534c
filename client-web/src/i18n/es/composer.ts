import type { composer as en } from '../en/composer';
import type { Translation } from '../translation';

export const composer: Translation<typeof en> = {
  'composer.label': 'Mensaje',
  'composer.send': 'Enviar',
  'composer.notAllowed': 'Aquí no puedes enviar mensajes',
};
