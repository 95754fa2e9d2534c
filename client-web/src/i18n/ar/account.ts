import type { account as en } from '../en/account';
import type { Translation } from '../translation';

export const account: Translation<typeof en> = {
  'account.changePassword': 'تغيير كلمة المرور',
  'account.passwordBefore': 'كلمة المرور الحالية',
  'account.passwordAfter': 'كلمة المرور الجديدة',
  'account.endsOthers': 'تسجيل الخروج من الأجهزة الأخرى',
  'account.endsOthersHint': 'إن كان شخص آخر قد عرف كلمة المرور',
  'account.passwordChanged': 'تم تغيير كلمة المرور',
  'account.close': 'إغلاق الحساب',
  'account.closeTitle': 'إغلاق حسابك نهائيًا؟',
  'account.closeForever': 'لا رجعة في ذلك ولا يمكن لأحد فتحه مجددًا.',
  'account.closeName': 'تغادر كل المحادثات ويبقى عنوانك محجوزًا.',
  'account.closeStays': 'ما كتبته يبقى لدى من استلمه.',
  'account.closeType': 'اكتب {address} للمتابعة',
  'account.erases': 'إخفاؤه أيضًا عمن ينضم لاحقًا',
  'account.erasesHint': 'يُطلب من الخوادم ألا تعرض رسائلك لأحد جديد',
};
