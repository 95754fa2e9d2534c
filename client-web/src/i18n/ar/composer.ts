import type { composer as en } from '../en/composer';
import type { Translation } from '../translation';

export const composer: Translation<typeof en> = {
  'composer.label': 'رسالة',
  'composer.send': 'إرسال',
  'composer.notAllowed': 'لا يمكنك إرسال رسائل هنا',
};
