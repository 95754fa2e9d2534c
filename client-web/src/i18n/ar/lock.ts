import type { lock as en } from '../en/lock';
import type { Translation } from '../translation';

export const lock: Translation<typeof en> = {
  'lock.locked': 'مقفل',
  'lock.passcode': 'رمز المرور',
  'lock.again': 'مرة أخرى',
  'lock.wrong': 'هذا ليس الرمز.',
  'lock.open': 'فتح القفل',
  'lock.set': 'تعيين رمز مرور',
  'lock.note': 'يبعد أعين الفضوليين عن شاشة هذا الجهاز، ولا يشفّر ما خُزّن هنا.',
  'lock.short':
    '{count, plural, zero {دون حد أدنى.} one {حرف واحد على الأقل.} two {حرفان على الأقل.} few {# أحرف على الأقل.} other {# حرفًا على الأقل.}}',
  'lock.differ': 'الرمزان غير متطابقين.',
  'lock.now': 'القفل الآن',
  'lock.remove': 'إزالة رمز المرور',
  'lock.auto': 'القفل تلقائيًا بعد',
  'lock.minutes':
    '{count, plural, zero {دون دقائق} one {دقيقة واحدة} two {دقيقتين} few {# دقائق} other {# دقيقة}}',
};
