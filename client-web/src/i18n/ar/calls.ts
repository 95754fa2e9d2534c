/** Calls between two people. */
import type { calls as en } from '../en/calls';
import type { Translation } from '../translation';

export const calls: Translation<typeof en> = {
  'calls.voice': 'اتصال',
  'calls.video': 'مكالمة فيديو',
  'calls.screen': 'مكالمة مع {name}',
  'calls.incoming': 'مكالمة…',
  'calls.incomingVideo': 'مكالمة فيديو…',
  'calls.asking': 'في انتظار الميكروفون…',
  'calls.ringing': 'يرن…',
  'calls.connecting': 'جارٍ الاتصال…',
  'calls.interrupted': 'إعادة الاتصال…',
  'calls.weak': 'اتصال ضعيف',
  'calls.otherMuted': '{name} كتم الصوت',
  'calls.accept': 'قبول',
  'calls.acceptVideo': 'قبول مع الفيديو',
  'calls.decline': 'رفض',
  'calls.hangUp': 'إنهاء',
  'calls.mute': 'كتم الصوت',
  'calls.unmute': 'إلغاء الكتم',
  'calls.cameraOn': 'تشغيل الكاميرا',
  'calls.cameraOff': 'إيقاف الكاميرا',
  'calls.share': 'مشاركة الشاشة',
  'calls.shareEnd': 'إيقاف المشاركة',
  'calls.minimise': 'العودة إلى المحادثات',
  'calls.maximise': 'عرض المكالمة',
  'calls.self': 'كاميرتك',
  'calls.end.hungUp': 'انتهت المكالمة',
  'calls.end.declined': '{name} رفض المكالمة',
  'calls.end.noAnswer': 'لا رد',
  'calls.end.elsewhere': 'تم الرد على جهاز آخر',
  'calls.end.failed': 'فشلت المكالمة. اتصل مرة أخرى.',
  'calls.end.noMicrophone': 'لم يُعثر على ميكروفون. وصّل واحدًا ثم اتصل مرة أخرى.',
  'calls.end.refused':
    'لا يُسمح للمتصفح باستخدام الميكروفون. اسمح به بجانب العنوان ثم اتصل مرة أخرى.',
  'calls.noCamera': 'تعذّر استخدام الكاميرا. ربما تُستخدم في مكان آخر.',
};
