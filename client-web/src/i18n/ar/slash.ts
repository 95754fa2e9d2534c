import type { slash as en } from '../en/slash';
import type { Translation } from '../translation';

export const slash: Translation<typeof en> = {
  'slash.me': 'صِف ما تفعله',
  'slash.spoiler': 'إخفاء النص حتى النقر عليه',
  'slash.plain': 'إرسال بلا تنسيق',
  'slash.shrug': 'إضافة هز كتفين',
  'slash.invite': 'دعوة شخص',
  'slash.kick': 'إزالة شخص',
  'slash.ban': 'حظر شخص',
  'slash.unban': 'رفع الحظر',
  'slash.topic': 'تغيير الوصف',
  'slash.name': 'إعادة تسمية المحادثة',
  'slash.nick': 'تغيير اسمك',
  'slash.join': 'الانضمام إلى محادثة بعنوانها',
  'slash.leave': 'مغادرة هذه المحادثة',
  'slash.unknown': 'هذا الأمر غير معروف أو ينقصه شيء. ضع مسافة قبله لإرساله كنص.',
  'slash.done': 'تم',
};
