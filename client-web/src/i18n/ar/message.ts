import type { message as en } from '../en/message';
import type { Translation } from '../translation';

export const message: Translation<typeof en> = {
  'message.edited': 'معدّلة',
  'message.deleted': 'رسالة محذوفة',
  'message.undecryptable': 'في انتظار هذه الرسالة',
  'message.unsupported': 'هذه الرسالة غير مدعومة هنا بعد.',
  'message.queued': 'في انتظار الإرسال',
  'message.sending': 'جارٍ الإرسال',
  'message.sent': 'أُرسلت',
  'message.read': 'قُرئت',
  'message.failed': 'لم تُرسل',
  'message.failedActions': 'لم تُرسل الرسالة. اختر ما تريد فعله',
  'message.showMore': 'عرض المزيد',
  'message.copy': 'نسخ النص',
  'message.sentAt': 'أُرسلت {date}',
  'message.photo': 'صورة',
  'message.gif': 'صورة متحركة',
  'message.video': 'فيديو',
  'message.roundVideo': 'رسالة فيديو',
  'message.voice': 'رسالة صوتية',
  'message.file': 'ملف',
  'message.sticker': 'ملصق {body}',
  'message.location': 'موقع',
  'message.poll': 'استطلاع: {question}',
};
