import type { timeline as en } from '../en/timeline';
import type { Translation } from '../translation';

export const timeline: Translation<typeof en> = {
  'timeline.label': 'الرسائل',
  'timeline.loading': 'جارٍ تحميل الرسائل',
  'timeline.loadingOlder': 'جارٍ تحميل الرسائل الأقدم',
  'timeline.olderFailed': 'تعذّر تحميل الرسائل الأقدم',
  'timeline.unread': 'رسائل غير مقروءة',
  'timeline.toBottom': 'الذهاب إلى أحدث رسالة',
  'timeline.newBelow':
    '{count, plural, zero {لا رسائل جديدة في الأسفل} one {رسالة جديدة في الأسفل} two {رسالتان جديدتان في الأسفل} few {# رسائل جديدة في الأسفل} other {# رسالة جديدة في الأسفل}}',
  'timeline.empty': 'لا رسائل هنا بعد…',
  'timeline.emptyHint': 'اكتب أول رسالة.',
  'timeline.announce': '{name}: {text}',
};
