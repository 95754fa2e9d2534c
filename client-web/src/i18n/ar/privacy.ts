import type { privacy as en } from '../en/privacy';
import type { Translation } from '../translation';

export const privacy: Translation<typeof en> = {
  'privacy.seen': 'ما يراه الآخرون',
  'privacy.seenNote': 'من يخفيها يراها عند الآخرين مع ذلك.',
  'privacy.sharesReceipts': 'إشعارات القراءة',
  'privacy.sharesReceiptsHint': 'يرى الآخرون إلى أين قرأت',
  'privacy.sharesTyping': 'الكتابة',
  'privacy.sharesTypingHint': 'يرى الآخرون متى تكتب',
  'privacy.sharesPresence': 'متصل وآخر ظهور',
  'privacy.sharesPresenceHint': 'يرى الآخرون متى تكون هنا',
  'privacy.invites': 'الدعوات',
  'privacy.blocksInvites': 'رفض كل الدعوات',
  'privacy.blocksInvitesHint': 'لا يستطيع أحد إدخالك في محادثة',
  'privacy.blocked': 'المحظورون',
  'privacy.blockedNote': 'لا ترى رسائلهم ولا دعواتهم. ولا يُبلَّغون بذلك.',
  'privacy.nobodyBlocked': 'لا أحد',
  'privacy.unblock': 'إلغاء الحظر',
  'privacy.block': 'حظر',
  'privacy.blockAddress': 'العنوان المراد حظره',
  'privacy.addressWrong': 'اكتب العنوان كاملًا مثل @anna:example.org.',
};
