/** Pictures and films over the whole window. */
import type { viewer as en } from '../en/viewer';
import type { Translation } from '../translation';

export const viewer: Translation<typeof en> = {
  'viewer.title': 'عارض الوسائط',
  'viewer.close': 'إغلاق',
  'viewer.previous': 'السابق',
  'viewer.next': 'التالي',
  'viewer.zoomIn': 'تكبير',
  'viewer.zoomOut': 'تصغير',
  'viewer.rotate': 'تدوير',
  'viewer.counter': '{number} من {total}',
  'viewer.fullscreen': 'ملء الشاشة',
  'viewer.pip': 'صورة داخل صورة',
  'viewer.showInChat': 'إظهار في الدردشة',
};
