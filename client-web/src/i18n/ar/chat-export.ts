import type { chatExport as en } from '../en/chat-export';
import type { Translation } from '../translation';

export const chatExport: Translation<typeof en> = {
  'export.menu': 'تصدير المحادثة',
  'export.title': 'تصدير هذه المحادثة',
  'export.hint': 'سيُجلب السجل كاملًا ويُحفظ كملف يقرؤه أي شخص يملكه.',
  'export.html': 'صفحة ويب للقراءة',
  'export.json': 'JSON للبرامج',
  'export.progress':
    '{count, plural, zero {لا أحداث بعد} one {حدث واحد حتى الآن} two {حدثان حتى الآن} few {# أحداث حتى الآن} other {# حدثًا حتى الآن}}',
  'export.start': 'تصدير',
  'export.done': 'تم تصدير المحادثة',
};
