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
  'search.inChat': 'البحث في هذه المحادثة',
  'search.from': 'من',
  'search.anybody': 'أي شخص',
  'search.chatHint': 'اكتب كلمة أو اختر من كتبها.',
  'search.found':
    '{count, plural, zero {لم يُعثر على شيء} one {رسالة واحدة} two {رسالتان} few {# رسائل} many {# رسالة} other {# رسالة}}',
  'search.lookedBack': 'بُحث حتى {date}',
  'search.goOn': 'متابعة البحث',
  'search.public': 'محادثات عامة',

  'explore.title': 'محادثات عامة',
  'explore.search': 'ابحث في المحادثات العامة',
  'explore.server': 'على الخادم',
  'explore.serverHint': 'اسم خادم آخر مثل example.org يعرض ما لديه.',
  'explore.none': 'لم يُعثر على محادثات عامة هنا.',
  'explore.more': 'عرض المزيد',

  'search.what': 'ما يُبحث عنه',
  'search.close': 'إغلاق البحث',
  'search.typeWords': 'اكتب كلمة من ثلاثة أحرف أو أكثر. يُبحث في المحادثات المشفرة على هذا الجهاز.',
  'search.lookedBackAll': 'جرى البحث في كل المحادثات حتى {date}',
  'search.lookedAtAll': 'جرى البحث في كل المحادثات حتى بدايتها.',
  'search.nothingAnywhere': 'لم يُعثر على شيء في أي محادثة.',
  'search.inEncrypted': 'البحث في المحادثات المشفرة أيضًا',
};
