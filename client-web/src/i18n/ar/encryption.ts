import type { encryption as en } from '../en/encryption';
import type { Translation } from '../translation';

export const encryption: Translation<typeof en> = {
  'encryption.verify.title': 'تحقق من هذه الجلسة',
  'encryption.verify.hint': 'حتى ذلك الحين تبقى الرسائل القديمة مقفلة هنا.',
  'encryption.verify.start': 'تحقق',
  'encryption.recovery.title': 'احمِ رسائلك',
  'encryption.recovery.hint': 'بمفتاح استرداد يمكنك قراءتها مجددًا حتى لو فقدت كل أجهزتك.',
  'encryption.recovery.start': 'إعداد',
  'encryption.recovery.explain':
    'لا يقرأ رسائلك إلا أنت ومن تراسلهم. لقراءتها على جهاز جديد تحتاج إلى جهاز آخر لك أو إلى مفتاح استرداد. كلمة المرور لا تكفي لذلك لأن الخادم يعرفها.',
  'encryption.recovery.make': 'متابعة',
  'encryption.later': 'ذكّرني غدًا',
  'encryption.done': 'تم',
  'encryption.way.key': 'أنشئ مفتاحًا أحتفظ به',
  'encryption.way.phrase': 'استخدم أيضًا عبارة أتذكرها',
  'encryption.phrase': 'العبارة',
  'encryption.phraseHint': 'عدة كلمات لا يجمعها غيرك. ليست كلمة مرورك.',
  'encryption.phraseShort':
    '{count, plural, zero {دون حد أدنى.} one {حرف واحد على الأقل.} two {حرفان على الأقل.} few {# أحرف على الأقل.} other {# حرفًا على الأقل.}}',
  'encryption.key.title': 'مفتاح الاسترداد',
  'encryption.key.explain': 'احتفظ به حيث لا يجده غيرك، كمدير كلمات المرور. لن يظهر إلا الآن.',
  'encryption.key.file': 'مفتاح استرداد Heliograph',
  'encryption.key.copy': 'نسخ',
  'encryption.key.save': 'حفظ كملف',
  'encryption.key.kept': 'حفظته في مكان آمن',
  'encryption.unlock.explain':
    'أثبت أن هذه الجلسة لك. عندها يمكنك قراءة رسائلك القديمة هنا ويرى الآخرون أنك أنت حقًا.',
  'encryption.unlock.device': 'استخدام جهاز آخر',
  'encryption.unlock.deviceHint': 'قارن بعض الصور على الجهازين',
  'encryption.unlock.key': 'مفتاح الاسترداد',
  'encryption.unlock.keyOrPhrase': 'مفتاح الاسترداد أو العبارة',
  'encryption.unlock.file': 'من ملف',
  'encryption.unlock.submit': 'فتح',
  'encryption.unlock.done': 'تم التحقق من هذه الجلسة',
  'encryption.unlock.lost': 'ليس لدي أي منهما',
  'encryption.reset.title': 'البدء من جديد بمفاتيح جديدة؟',
  'encryption.reset.lose': 'الرسائل القديمة المقفلة هنا تبقى مقفلة للأبد.',
  'encryption.reset.others': 'من تحققوا منك سيعلمون أن مفاتيحك تغيرت.',
  'encryption.reset.keep': 'يبقى حسابك ومحادثاتك وجهات اتصالك.',
  'encryption.reset.confirm': 'البدء من جديد',
  'encryption.reset.done': 'لديك مفاتيح جديدة. أعدّ الآن مفتاح استرداد.',
};
