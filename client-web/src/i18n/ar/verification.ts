import type { verification as en } from '../en/verification';
import type { Translation } from '../translation';

export const verification: Translation<typeof en> = {
  'verification.titleSelf': 'التحقق من جهاز',
  'verification.titleOther': 'التحقق من شخص',
  'verification.askedSelf': 'جهازك الآخر {device} يطلب التحقق. هل هو في متناولك؟',
  'verification.askedOther':
    'يريد {user} التأكد من أنك أنت حقًا. قارنا الصور وجهًا لوجه أو في مكالمة.',
  'verification.start': 'ابدأ',
  'verification.waiting': 'في انتظار الطرف الآخر…',
  'verification.compare': 'هل يظهر عند الطرفين الصور نفسها بالترتيب نفسه؟',
  'verification.confirmed': 'أكّد الآن على الطرف الآخر أيضًا.',
  'verification.same': 'متطابقة',
  'verification.differs': 'مختلفة',
  'verification.doneSelf': 'تم: الجهازان يثقان ببعضهما.',
  'verification.doneOther': 'تم: يمكنك التأكد من أنك تراسل {user}.',
  'verification.cancelled.byUs': 'أنهيت التحقق. لم يتغير شيء.',
  'verification.cancelled.byThem': 'أنهى الطرف الآخر التحقق. لم يتغير شيء.',
  'verification.cancelled.timeout':
    'استغرق وقتًا طويلًا. ابدأ من جديد عندما يكون الاثنان في متناولك.',
  'verification.cancelled.mismatch':
    'اختلفت الصور: ربما يتنصت أحد. حاول مجددًا، وإن تكرر فلا تثق بهذا الاتصال.',
  'verification.cancelled.elsewhere': 'تم قبوله على جهاز آخر لك.',
  'verification.cancelled.failed': 'لم ينجح التحقق. حاول مجددًا.',
  'verification.showCode': 'دع الطرف الآخر يمسح هذا الرمز.',
  'verification.codeLabel': 'رمز لكاميرا الطرف الآخر',
  'verification.scan': 'امسح رمز الطرف الآخر',
  'verification.showInstead': 'اعرض رمزي بدلًا من ذلك',
  'verification.byPictures': 'قارن الصور بدلًا من ذلك',
  'verification.scanHint': 'ضع الرمز الذي يعرضه الطرف الآخر أمام الكاميرا.',
  'verification.camera': 'ما تراه الكاميرا',
  'verification.noCamera': 'تعذر فتح الكاميرا. اسمح بها لهذه الصفحة في المتصفح أو قارن الصور.',
  'verification.wasScanned': 'هل يقول الطرف الآخر إنه مسح رمزك؟',
  'verification.scanned': 'نعم',
  'verification.notScanned': 'لا',
};
