import type { live as en } from '../en/live';
import type { Translation } from '../translation';

export const live: Translation<typeof en> = {
  'live.title': 'الموقع المباشر',
  'live.explain':
    'يرى من في هذه المحادثة مكانك حتى ينتهي الوقت أو توقف ذلك. يجب أن تبقى هذه الصفحة مفتوحة.',
  'live.notAllowed':
    'لا يُسمح للأعضاء بمشاركة الموقع المباشر في هذه المحادثة. يمكن لمشرف السماح بذلك في الأذونات.',
  'live.howLong': 'إلى متى',
  'live.minutes':
    '{count, plural, zero {لمدة # دقيقة} one {لمدة دقيقة} two {لمدة دقيقتين} few {لمدة # دقائق} other {لمدة # دقيقة}}',
  'live.hours':
    '{count, plural, zero {لمدة # ساعة} one {لمدة ساعة} two {لمدة ساعتين} few {لمدة # ساعات} other {لمدة # ساعة}}',
  'live.start': 'مشاركة',
  'live.stop': 'إيقاف المشاركة',
  'live.sharing':
    '{minutes, plural, zero {تشارك موقعك الآن} one {تشارك موقعك لدقيقة أخرى} two {تشارك موقعك لدقيقتين أخريين} few {تشارك موقعك لـ# دقائق أخرى} other {تشارك موقعك لـ# دقيقة أخرى}}',
  'live.ends':
    '{minutes, plural, zero {مباشر} one {مباشر لدقيقة أخرى} two {مباشر لدقيقتين أخريين} few {مباشر لـ# دقائق أخرى} other {مباشر لـ# دقيقة أخرى}}',
  'live.ended': 'انتهى',
  'live.waiting': 'في انتظار أول موقع…',
  'live.updated':
    '{minutes, plural, =0 {حُدّث الآن} zero {حُدّث الآن} one {حُدّث قبل دقيقة} two {حُدّث قبل دقيقتين} few {حُدّث قبل # دقائق} other {حُدّث قبل # دقيقة}}',
  'live.lastSeen': 'آخر موقع: {time}',
  'live.away': 'على بعد {distance} منك',
  'live.refused': 'لم يعد هذا الجهاز يحدد مكانه، لذا لا يصل إلى أحد.',
};
