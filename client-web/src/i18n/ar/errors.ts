import type { errors as en } from '../en/errors';
import type { Translation } from '../translation';

export const errors: Translation<typeof en> = {
  'error.unreachable': 'الخادم لا يستجيب. تحقق من اتصالك ثم حاول مجددًا.',
  'error.notAHomeserver': 'لا يوجد خادم محادثة على هذا العنوان. تحقق من كتابته.',
  'error.badAnswer': 'يواجه الخادم مشكلة الآن. لم يُفقد شيء؛ حاول بعد دقيقة.',
  'error.wrongCredentials': 'اسم المستخدم أو كلمة المرور غير صحيح.',
  'error.accountDeactivated': 'أُغلق هذا الحساب ولا يمكن استخدامه بعد الآن.',
  'error.usernameTaken': 'اسم المستخدم هذا مأخوذ. اختر غيره.',
  'error.usernameInvalid': 'استخدم الأحرف اللاتينية الصغيرة والأرقام و . _ - = / فقط.',
  'error.passwordTooWeak': 'كلمة المرور هذه سهلة التخمين. اجعلها أطول.',
  'error.registrationClosed': 'هذا الخادم لا يقبل حسابات جديدة. اطلب حسابًا من مديره.',
  'error.registrationTokenRequired': 'هذا الخادم يطلب رمز تسجيل. اطلبه من مديره.',
  'error.registrationTokenWrong': 'رمز التسجيل هذا غير صالح. تحقق منه أو اطلب غيره.',
  'error.unsupportedRegistration': 'يطلب هذا الخادم خطوة تسجيل غير مدعومة هنا بعد.',
  'error.signedOut': 'تم تسجيل خروجك. سجّل الدخول من جديد للمتابعة.',
  'error.rateLimited':
    'محاولات كثيرة. {seconds, plural, =0 {حاول بعد لحظات.} other {حاول بعد # ث.}}',
  'error.forbidden': 'غير مسموح لك بفعل هذا هنا.',
  'error.notFound': 'لم يُعثر عليه. ربما أُزيل.',
  'error.tooLarge': 'هذه الرسالة طويلة جدًا. اختصرها وحاول مجددًا.',
  'error.unknown': 'لم ينجح ذلك: {detail}',
  'error.passwordRequired': 'أدخل كلمة مرور حسابك للمتابعة.',
  'error.wrongRecoveryKey': 'مفتاح أو عبارة الاسترداد هذه ليست لحسابك. تحقق من عدم نقص أي حرف.',
  'error.wrongPassphrase': 'هذه العبارة لا تفتح الملف.',
  'error.notAKeyFile': 'لا يحتوي هذا الملف على مفاتيح رسائل. اختر ملفًا صُدّر من تطبيق محادثة.',
  'error.identityChanged':
    'شخص تحققت منه في هذه المحادثة يستخدم الآن مفاتيح جديدة. تحقق منه مجددًا أو اقبل المفاتيح الجديدة في ملفه؛ لم يُرسل شيء.',
  'error.encryptionUnavailable':
    'لا يستطيع هذا المتصفح تشفير الرسائل هنا. افتح الصفحة عبر https واسمح لها بتخزين البيانات.',
  'error.wrongCode': 'ليس هذا رمز هذا التحقق. امسح الرمز الذي يعرضه الطرف الآخر الآن.',
};
