import type { composer as en } from '../en/composer';
import type { Translation } from '../translation';

export const composer: Translation<typeof en> = {
  'composer.label': 'Сообщение',
  'composer.send': 'Отправить',
  'composer.notAllowed': 'Здесь вы не можете писать',
};
