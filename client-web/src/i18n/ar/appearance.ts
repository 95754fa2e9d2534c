import type { appearance as en } from '../en/appearance';
import type { Translation } from '../translation';

export const appearance: Translation<typeof en> = {
  'appearance.theme': 'السمة',
  'appearance.device': 'لهذا الجهاز فقط.',
  'appearance.textSize': 'حجم الرسائل',
  'appearance.pixels':
    '{count, plural, zero {صفر بكسل} one {بكسل واحد} two {بكسلان} few {# بكسلات} other {# بكسلًا}}',
  'appearance.sample': 'هكذا سيكون حجم الرسائل.',
  'appearance.accent': 'الألوان',
  'appearance.accent.classic': 'كلاسيكي',
  'appearance.accent.ocean': 'محيط',
  'appearance.accent.leaf': 'ورقة',
  'appearance.accent.ember': 'جمر',
  'appearance.accent.rose': 'وردي',
  'appearance.wallpaper': 'الخلفية',
  'appearance.wallpaper.meadow': 'مرج',
  'appearance.wallpaper.dusk': 'غسق',
  'appearance.wallpaper.sea': 'بحر',
  'appearance.wallpaper.sand': 'رمل',
  'appearance.wallpaper.plain': 'سادة',
  'appearance.comfort': 'الراحة',
  'appearance.compact': 'مدمج',
  'appearance.compactHint': 'محادثات ورسائل أكثر في آن واحد',
  'appearance.contrast': 'تباين عالٍ',
  'appearance.contrastHint': 'نصوص وخطوط أوضح، بلا شفافية',
  'appearance.motion': 'حركة أقل',
  'appearance.motionHint': 'لا شيء ينزلق أو يكبر، والمقاطع تنتظر ضغطة',
};
