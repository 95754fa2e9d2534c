import type { devices as en } from '../en/devices';
import type { Translation } from '../translation';

export const devices: Translation<typeof en> = {
  'devices.title': 'الأجهزة',
  'devices.current': 'هذا الجهاز',
  'devices.others': 'أجهزة أخرى',
  'devices.verified': 'تم التحقق',
  'devices.unverified': 'غير متحقق منه',
  'devices.unknown': 'لا يقرأ الرسائل المشفرة',
  'devices.online': 'متصل',
  'devices.lastSeen': 'آخر استخدام {time}',
  'devices.lastSeenFrom': 'آخر استخدام {time} من {place}',
  'devices.neverSeen': 'لم يُستخدم بعد',
  'devices.name': 'اسم الجهاز',
  'devices.trust': 'الثقة',
  'devices.used': 'آخر استخدام',
  'devices.id': 'المعرّف',
  'devices.fingerprint': 'المفتاح',
  'devices.verify': 'تحقق',
  'devices.endOthers': 'تسجيل الخروج من كل الأجهزة الأخرى',
  'devices.endTitle':
    '{count, plural, zero {لا أجهزة} one {تسجيل الخروج من هذا الجهاز؟} two {تسجيل الخروج من جهازين؟} few {تسجيل الخروج من # أجهزة؟} other {تسجيل الخروج من # جهازًا؟}}',
  'devices.endHint': 'تفقد الوصول فورًا. ويُحذف ما خُزّن عليها عند اتصالها التالي.',
  'devices.ended':
    '{count, plural, zero {لا أجهزة} one {تم تسجيل خروج الجهاز} two {تم تسجيل خروج جهازين} few {تم تسجيل خروج # أجهزة} other {تم تسجيل خروج # جهازًا}}',
  'devices.protection': 'إبقاء الرسائل مقروءة',
  'devices.recovery': 'مفتاح الاسترداد',
  'devices.recoveryOn': 'اضغط لإنشاء مفتاح جديد مكانه',
  'devices.on': 'مفعّل',
  'devices.off': 'متوقف',
  'devices.backupOn':
    '{count, plural, =0 {مفاتيح رسائلك محفوظة احتياطيًا ومشفرة.} one {مفتاح واحد قيد الحفظ.} two {مفتاحان قيد الحفظ.} few {# مفاتيح قيد الحفظ.} other {# مفتاحًا قيد الحفظ.}}',
  'devices.backupOff': 'مفاتيح رسائلك على أجهزتك فقط.',

  'keyFile.title': 'مفاتيح الرسائل كملف',
  'keyFile.note': 'لتطبيق آخر. من لديه الملف وعبارته يمكنه قراءة رسائلك.',
  'keyFile.export': 'تصدير المفاتيح',
  'keyFile.import': 'استيراد المفاتيح',
  'keyFile.passphrase': 'عبارة الملف',
  'keyFile.name': 'مفاتيح رسائل Heliograph',
  'keyFile.exported': 'تم تصدير المفاتيح',
  'keyFile.imported': 'تم استيراد المفاتيح',
};
