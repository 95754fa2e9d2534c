import type { menu as en } from '../en/menu';
import type { Translation } from '../translation';

export const menu: Translation<typeof en> = {
  'menu.open': 'فتح القائمة',
  'menu.newGroup': 'مجموعة جديدة',
  'menu.newChat': 'محادثة خاصة جديدة',
  'menu.settings': 'الإعدادات',
  'menu.nightMode': 'الوضع الليلي',
  'menu.dayMode': 'الوضع النهاري',
  'menu.newChannel': 'قناة جديدة',
  'menu.saved': 'الرسائل المحفوظة',
};
