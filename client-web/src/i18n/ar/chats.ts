import type { chats as en } from '../en/chats';
import type { Translation } from '../translation';

export const chats: Translation<typeof en> = {
  'chats.title': 'المحادثات',
  'chats.loading': 'جارٍ تحميل محادثاتك',
  'chats.empty': 'ابدأ المراسلة',
  'chats.emptyHint': 'ابحث عن شخص تتحدث معه أو اجمع بعض الأشخاص.',
  'chats.draft': 'مسودة:',
  'chats.you': 'أنت',
  'chats.sender': '{name}: ',
  'chats.noMessages': 'لا رسائل هنا بعد…',
  'chats.unread':
    '{count, plural, zero {لا رسائل غير مقروءة} one {رسالة غير مقروءة} two {رسالتان غير مقروءتين} few {# رسائل غير مقروءة} other {# رسالة غير مقروءة}}',
  'chats.mention': 'تمت الإشارة إليك',
  'chats.invite': 'دعوة',
  'chats.inviteFrom': '{name} يدعوك',
  'chats.inviteBare': 'أنت مدعو',
  'chats.knocking': 'في انتظار السماح بالدخول',
  'chats.newChat': 'محادثة جديدة',
  'chats.notEncrypted': 'غير مشفرة',
};
