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
  'chats.channel': 'قناة',
  'chats.muted': 'مكتوم',
  'chats.pinned': 'مثبت',
  'chats.reaction': 'تفاعل أحدهم مع رسالتك',
  'chats.markedUnread': 'معلَّمة كغير مقروءة',

  'chatMenu.pin': 'تثبيت',
  'chatMenu.unpin': 'إلغاء التثبيت',
  'chatMenu.markRead': 'تعليم كمقروء',
  'chatMenu.markUnread': 'تعليم كغير مقروء',
  'chatMenu.mute': 'كتم لمدة…',
  'chatMenu.unmute': 'إلغاء الكتم',
  'chatMenu.mute1h': 'ساعة واحدة',
  'chatMenu.mute8h': '8 ساعات',
  'chatMenu.mute1d': 'يوم واحد',
  'chatMenu.muteForever': 'دائمًا',
  'chatMenu.archive': 'أرشفة',
  'chatMenu.unarchive': 'إخراج من الأرشيف',
  'chatMenu.archived': 'أُرشفت المحادثة',
  'chatMenu.delete': 'حذف المحادثة',
  'chatMenu.deleteTitle': 'حذف «{name}»؟',
  'chatMenu.deleteHint': 'ستغادرها ويختفي سجلها لديك. يحتفظ الآخرون بسجلهم.',
  'chatMenu.deleted': 'حُذفت «{name}»',

  'archive.title': 'المحادثات المؤرشفة',
  'archive.unread':
    '{count, plural, zero {لا جديد في الأرشيف} one {محادثة مؤرشفة واحدة فيها جديد} two {محادثتان مؤرشفتان فيهما جديد} few {# محادثات مؤرشفة فيها جديد} other {# محادثة مؤرشفة فيها جديد}}',

  'chatMenu.pinUp': 'نقل إلى الأعلى',
  'chatMenu.pinDown': 'نقل إلى الأسفل',
};
