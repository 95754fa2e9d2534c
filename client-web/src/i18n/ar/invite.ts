import type { invite as en } from '../en/invite';
import type { Translation } from '../translation';

export const invite: Translation<typeof en> = {
  'invite.title': 'أنت مدعو',
  'invite.direct': '{name} يريد التحدث معك',
  'invite.group': '{name} يدعوك إلى هذه المجموعة',
  'invite.accept': 'قبول',
  'invite.decline': 'رفض',
  'invite.acceptNamed': 'قبول الدعوة إلى {name}',
  'invite.declineNamed': 'رفض الدعوة إلى {name}',

  'knock.title': 'طلبت الانضمام',
  'knock.waiting': 'طلبت الانضمام. ستدخل بمجرد موافقة أحد المشرفين.',
  'knock.withdraw': 'سحب الطلب',
};
