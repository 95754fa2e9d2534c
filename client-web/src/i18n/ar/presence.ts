import type { presence as en } from '../en/presence';
import type { Translation } from '../translation';

export const presence: Translation<typeof en> = {
  'presence.online': 'متصل',
  'presence.justNow': 'آخر ظهور الآن',
  'presence.minutes':
    '{count, plural, zero {آخر ظهور الآن} one {آخر ظهور قبل دقيقة} two {آخر ظهور قبل دقيقتين} few {آخر ظهور قبل # دقائق} other {آخر ظهور قبل # دقيقة}}',
  'presence.hours':
    '{count, plural, zero {آخر ظهور الآن} one {آخر ظهور قبل ساعة} two {آخر ظهور قبل ساعتين} few {آخر ظهور قبل # ساعات} other {آخر ظهور قبل # ساعة}}',
  'presence.today': 'آخر ظهور اليوم {time}',
  'presence.yesterday': 'آخر ظهور أمس {time}',
  'presence.date': 'آخر ظهور {date}',
};
