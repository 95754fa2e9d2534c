import type { voice as en } from '../en/voice';
import type { Translation } from '../translation';

export const voice: Translation<typeof en> = {
  'voice.record': 'تسجيل رسالة صوتية',
  'voice.recording': 'جارٍ التسجيل',
  'voice.pause': 'إيقاف مؤقت',
  'voice.resume': 'متابعة التسجيل',
  'voice.cancel': 'تجاهل التسجيل',
  'voice.name': 'رسالة صوتية',
  'voice.refused': 'الميكروفون محظور. اسمح به لهذه الصفحة في إعدادات المتصفح ثم حاول مجددًا.',
  'voice.noMicrophone': 'لم يُعثر على ميكروفون. صِل واحدًا ثم حاول مجددًا.',
};
