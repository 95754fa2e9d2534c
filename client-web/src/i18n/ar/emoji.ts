import type { emoji as en } from '../en/emoji';
import type { Translation } from '../translation';

export const emoji: Translation<typeof en> = {
  'emoji.open': 'الرموز التعبيرية والملصقات',
  'emoji.title': 'الرموز التعبيرية',
  'emoji.search': 'البحث عن رموز تعبيرية',
  'emoji.recent': 'المستخدمة مؤخرًا',
  'emoji.found': 'النتائج',
  'emoji.smileys': 'الوجوه والمشاعر',
  'emoji.people': 'أشخاص',
  'emoji.nature': 'حيوانات وطبيعة',
  'emoji.food': 'طعام وشراب',
  'emoji.travel': 'سفر وأماكن',
  'emoji.activities': 'أنشطة',
  'emoji.objects': 'أشياء',
  'emoji.symbols': 'رموز',
  'emoji.flags': 'أعلام',

  'stickers.title': 'ملصقات',
  'stickers.none': 'لا ملصقات بعد',
  'stickers.noneHint': 'تظهر هنا الحزم التي تضيفها من مجموعة، وحزمك الخاصة.',
  'stickers.own': 'ملصقاتي',
};
