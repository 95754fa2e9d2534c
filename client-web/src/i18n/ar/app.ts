import type { app as en } from '../en/app';
import type { Translation } from '../translation';

export const app: Translation<typeof en> = {
  'app.title':
    '{unread, plural, =0 {} other {(#) }}{place, select, home {} other {{chat} – }}Heliograph',
  'app.loading': 'جارٍ فتح محادثاتك…',
  'app.skipToChats': 'الانتقال إلى قائمة المحادثات',
  'app.skipToMessages': 'الانتقال إلى الرسائل',
  'app.skipToComposer': 'الانتقال إلى كتابة رسالة',
  'app.notFound': 'هذه الصفحة غير موجودة',
  'app.notFoundHint': 'قد يكون العنوان مكتوبًا خطأً أو قديمًا.',
  'app.backToChats': 'الذهاب إلى محادثاتك',

  'common.back': 'رجوع',
  'common.cancel': 'إلغاء',
  'common.close': 'إغلاق',
  'common.delete': 'حذف',
  'common.retry': 'إعادة المحاولة',
  'common.save': 'حفظ',
  'common.copied': 'تم النسخ',

  'failure.region': 'حدث خطأ ما هنا',
  'failure.reload': 'إعادة تحميل هذا الجزء',
  'failure.copy': 'نسخ التفاصيل',
  'failure.page': 'حدث خطأ ما. رسائلك بأمان.',
  'failure.reloadPage': 'إعادة تحميل الصفحة',

  'day.today': 'اليوم',
  'day.yesterday': 'أمس',

  'common.undo': 'تراجع',

  'app.listWidth': 'عرض قائمة المحادثات',
};
