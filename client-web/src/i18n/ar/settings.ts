import type { settings as en } from '../en/settings';
import type { Translation } from '../translation';

export const settings: Translation<typeof en> = {
  'settings.title': 'الإعدادات',
  'settings.profile': 'الملف الشخصي',
  'settings.name': 'الاسم',
  'settings.nameHint': 'يرى الآخرون هذا الاسم في محادثاتهم.',
  'settings.nameSaved': 'تم تغيير اسمك',
  'settings.copyId': 'نسخ عنوانك',
  'settings.appearance': 'المظهر',
  'settings.theme.light': 'فاتح',
  'settings.theme.dark': 'داكن',
  'settings.theme.system': 'مثل النظام',
  'settings.language': 'اللغة',
  'settings.session': 'هذه الجلسة',
  'settings.server': 'الخادم',
  'settings.device': 'الجهاز',
  'settings.signOut': 'تسجيل الخروج',
  'settings.signOutTitle': 'تسجيل الخروج؟',
  'settings.signOutHint': 'ستُفقد المسودات والرسائل التي تنتظر الإرسال على هذا الجهاز.',
};
