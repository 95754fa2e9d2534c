/** Pictures, films, sounds, files and places in messages. */
import type { media as en } from '../en/media';
import type { Translation } from '../translation';

export const media: Translation<typeof en> = {
  'media.open': 'فتح {name}',
  'media.photoOf': 'صورة من {name}',
  'media.play': 'تشغيل',
  'media.pause': 'إيقاف مؤقت',
  'media.seek': 'الموضع',
  'media.position': '{at} من {total}',
  'media.speed': 'السرعة {rate}×',
  'media.mute': 'كتم الصوت',
  'media.unmute': 'إلغاء كتم الصوت',
  'media.reveal': 'إظهار المحتوى المخفي',
  'media.downloadFile': 'تنزيل {name}',
  'media.cancel': 'إلغاء',
  'media.failed': 'تعذر التحميل',
  'media.downloadFailed': 'تعذر تنزيل الملف. حاول مجددًا.',
  'media.size': '{size}',
  'media.openMap': 'فتح في الخرائط',
  'media.coordinates': '{latitude}، {longitude}',
  'media.player': 'قيد التشغيل',
  'media.stop': 'إيقاف التشغيل',
  'media.copyCode': 'نسخ الشفرة',
  'media.foldCode': 'إظهار الشفرة كاملة',
  'media.linkWarning': 'هذا الرابط يؤدي إلى مكان آخر',
  'media.linkWarningHint': 'يبدو كأنه {shown} لكنه يؤدي إلى {real}.',
  'media.linkOpen': 'فتح على أي حال',
};
