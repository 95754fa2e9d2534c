/** Messages that are sent later. */
import type { schedule as en } from '../en/schedule';
import type { Translation } from '../translation';

export const schedule: Translation<typeof en> = {
  'schedule.menu': 'جدولة الرسالة',
  'schedule.title': 'جدولة الرسالة',
  'schedule.moveTitle': 'تغيير الوقت',
  'schedule.time': 'الوقت',
  'schedule.sendAt': 'إرسال {when}',
  'schedule.past': 'هذا الوقت مضى. اختر وقتًا لاحقًا.',
  'schedule.tooFar':
    'يحتفظ الخادم بالرسائل {days, plural, zero {# يوم} one {يومًا واحدًا} two {يومين} few {# أيام} many {# يومًا} other {# يوم}} على الأكثر. اختر وقتًا أقرب.',
  'schedule.done': 'ستُرسل الرسالة {when}',
  'schedule.listTitle': 'الرسائل المجدولة',
  'schedule.open':
    '{count, plural, zero {لا رسائل مجدولة} one {رسالة مجدولة واحدة} two {رسالتان مجدولتان} few {# رسائل مجدولة} many {# رسالة مجدولة} other {# رسالة مجدولة}}',
  'schedule.none': 'لا شيء هنا في انتظار الإرسال.',
  'schedule.sendNow': 'إرسال الآن',
  'schedule.move': 'تغيير الوقت',
  'schedule.remove': 'حذف',
  'schedule.removed': 'لن تُرسل الرسالة',
};
