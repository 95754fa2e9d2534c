import type { search as en } from '../en/search';
import type { Translation } from '../translation';

export const search: Translation<typeof en> = {
  'search.label': 'بحث',
  'search.clear': 'مسح البحث',
  'search.results': 'نتائج البحث',
  'search.chats': 'المحادثات',
  'search.people': 'الأشخاص',
  'search.nothing': 'لم يُعثر على شيء',
  'search.nothingHint':
    'لا توجد محادثة أو شخص باسم «{query}». يمكن العثور على الأشخاص أيضًا بعنوانهم الكامل مثل @anna:example.org.',
  'search.messages': 'الرسائل',
  'search.notEncrypted': 'لا يُبحث في رسائل المحادثات المشفرة لأن الخادم لا يستطيع قراءتها.',
};
