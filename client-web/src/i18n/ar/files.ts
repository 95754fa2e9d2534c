import type { files as en } from '../en/files';
import type { Translation } from '../translation';

export const files: Translation<typeof en> = {
  'files.title':
    '{count, plural, zero {لا ملفات} one {إرسال ملف واحد} two {إرسال ملفين} few {إرسال # ملفات} other {إرسال # ملفًا}}',
  'files.remove': 'إزالة {name}',
  'files.tooLarge': 'الملف «{name}» كبير جدًا: يقبل هذا الخادم ملفات حتى {limit}. أزله للمتابعة.',
  'files.asFile': 'إرسال كملف دون تغيير',
  'files.compress': 'تصغير الصور',
  'files.caption': 'تعليق',
  'files.dropAsFile': 'أفلت هنا للإرسال دون ضغط',
  'files.dropAsMedia': 'أفلت هنا للإرسال كصورة أو فيديو',
};
