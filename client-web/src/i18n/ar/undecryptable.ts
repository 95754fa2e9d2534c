import type { undecryptable as en } from '../en/undecryptable';
import type { Translation } from '../translation';

export const undecryptable: Translation<typeof en> = {
  'undecryptable.pending': 'جارٍ فتح هذه الرسالة…',
  'undecryptable.waiting': 'في انتظار هذه الرسالة',
  'undecryptable.locked': 'مقفلة حتى تتحقق من هذه الجلسة',
  'undecryptable.lost': 'هذه الرسالة أقدم من هذا الجهاز ولم يُحفظ مفتاحها',
  'undecryptable.notMember': 'كُتبت قبل وجودك هنا',
  'undecryptable.withheldUnverified': 'المرسل يكتب للأجهزة المتحقق منها فقط. تحقق من هذه الجلسة',
  'undecryptable.withheld': 'لم يشارك المرسل هذه الرسالة مع جهازك',
  'undecryptable.senderChanged': 'تغيّرت مفاتيح المرسل منذ تحققك منه',
};
