import type { connection as en } from '../en/connection';
import type { Translation } from '../translation';

export const connection: Translation<typeof en> = {
  'connection.network': 'في انتظار الشبكة…',
  'connection.connecting': 'جارٍ الاتصال…',
  'connection.updating': 'جارٍ التحديث…',
  'connection.server':
    'تعذّر الوصول إلى الخادم. {seconds, plural, =0 {إعادة المحاولة الآن…} other {إعادة المحاولة بعد # ث}}',
  'connection.retryNow': 'المحاولة الآن',
};
