import type { composer as en } from '../en/composer';
import type { Translation } from '../translation';

export const composer: Translation<typeof en> = {
  'composer.label': 'رسالة',
  'composer.send': 'إرسال',
  'composer.notAllowed': 'لا يمكنك إرسال رسائل هنا',
  'composer.attach': 'إرفاق',
  'composer.attachMedia': 'صورة أو فيديو',
  'composer.attachFile': 'ملف',
  'composer.suggestions': 'اقتراحات',
  'composer.everybody': 'كل من هنا',
  'composer.replyTo': 'رد على {name}',
  'composer.editing': 'تعديل الرسالة',
  'composer.cancelContext': 'إلغاء',
  'composer.saveEdit': 'حفظ التعديل',
  'composer.sendSilently': 'إرسال بلا صوت',

  'format.title': 'التنسيق',
  'format.bold': 'غامق',
  'format.italic': 'مائل',
  'format.strike': 'يتوسطه خط',
  'format.code': 'رمز برمجي',
  'format.spoiler': 'نص مخفي',
  'format.quote': 'اقتباس',
  'format.link': 'رابط',
};
