import type { shortcuts as en } from '../en/shortcuts';
import type { Translation } from '../translation';

export const shortcuts: Translation<typeof en> = {
  'shortcuts.everywhere': 'في كل مكان',
  'shortcuts.writing': 'أثناء الكتابة',
  'shortcuts.search': 'بحث',
  'shortcuts.previousChat': 'المحادثة السابقة',
  'shortcuts.nextChat': 'المحادثة التالية',
  'shortcuts.up': 'مستوى أعلى',
  'shortcuts.list': 'هذه القائمة',
  'shortcuts.lock': 'قفل',
  'shortcuts.send': 'إرسال',
  'shortcuts.newLine': 'سطر جديد',
};
