import type { storage as en } from '../en/storage';
import type { Translation } from '../translation';

export const storage: Translation<typeof en> = {
  'storage.used': 'على هذا الجهاز',
  'storage.note': 'يمكن جلب الصور والملفات من الخادم مجددًا عند الحاجة.',
  'storage.media': 'الصور والملفات',
  'storage.app': 'التطبيق نفسه',
  'storage.messages': 'المحادثات والمفاتيح',
  'storage.quota': 'يسمح المتصفح بـ',
  'storage.clear': 'إزالة الصور والملفات',
  'storage.cleared': 'أُزيلت الصور والملفات من هذا الجهاز',
  'storage.keep': 'الاحتفاظ بالبيانات عند امتلاء المتصفح',
  'storage.keepNote':
    'قد يحذف المتصفح بيانات الصفحات لتوفير مساحة، وعندها عليك تسجيل الدخول هنا مجددًا.',
  'storage.notKept': 'رفض المتصفح ذلك. قد يفيد حفظ الصفحة في الإشارات أو تثبيتها.',
};
