import type { accounts as en } from '../en/accounts';
import type { Translation } from '../translation';

export const accounts: Translation<typeof en> = {
  'accounts.add': 'إضافة حساب',
  'accounts.switchTo': 'الانتقال إلى {name}',
  'accounts.unread':
    '{count, plural, =0 {لا جديد} one {محادثة غير مقروءة} two {محادثتان غير مقروءتين} few {# محادثات غير مقروءة} other {# محادثة غير مقروءة}}',
};
