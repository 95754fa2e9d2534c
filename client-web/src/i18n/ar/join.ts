import type { join as en } from '../en/join';
import type { Translation } from '../translation';

export const join: Translation<typeof en> = {
  'join.title': 'الانضمام برابط',
  'join.field': 'رابط أو عنوان',
  'join.hint': 'مثل ‎#lighthouse:example.org أو رابط أرسله إليك أحدهم.',
  'join.look': 'بحث',
  'join.noLink': 'هذا ليس عنوان محادثة أو شخص. تحقق من كتابته.',
  'join.open': 'فتح',
  'join.ask': 'طلب الانضمام',
  'join.asked': 'طلبتَ الانضمام. سيقرر أحد المشرفين.',
  'join.reason': 'سبب رغبتك في الانضمام (اختياري)',
  'join.closed': 'لا ينضم إلا من تصله دعوة.',
  'join.preview': 'محادثة عامة',
};
