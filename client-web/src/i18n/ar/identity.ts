import type { identity as en } from '../en/identity';
import type { Translation } from '../translation';

export const identity: Translation<typeof en> = {
  'identity.changed': 'تغيّرت مفاتيح هذا الشخص',
  'identity.hint': 'ربما بدأ من جديد، أو أخذ شخص آخر مكانه.',
  'identity.accept': 'قبول',
  'identity.verify': 'التحقق من هذا الشخص',
  'identity.verified': 'تم التحقق',
};
