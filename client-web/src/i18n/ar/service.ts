import type { service as en } from '../en/service';
import type { Translation } from '../translation';

export const service: Translation<typeof en> = {
  'service.created.direct': '{by, select, me {بدأتَ} other {بدأ {actor}}} المحادثة',
  'service.created': '{by, select, me {أنشأتَ} other {أنشأ {actor}}} المجموعة',
  'service.created.channel': '{by, select, me {أنشأتَ} other {أنشأ {actor}}} القناة',
  'service.joined': '{whom, select, me {انضممتَ} other {انضم {people}}}',
  'service.left': '{whom, select, me {غادرتَ} other {غادر {people}}}',
  'service.invited':
    '{by, select, me {دعوتَ} other {دعا {actor}}} {whom, select, me {نفسك} other {{people}}}',
  'service.rejectedInvite': '{whom, select, me {رفضتَ الدعوة} other {رفض {people} الدعوة}}',
  'service.withdrewInvite':
    '{by, select, me {سحبتَ} other {سحب {actor}}} {whom, select, me {دعوتك} other {دعوة {people}}}',
  'service.knocked': '{whom, select, me {طلبتَ الانضمام} other {طلب {people} الانضمام}}',
  'service.kicked':
    '{by, select, me {أزلتَ} other {أزال {actor}}} {whom, select, me {عضويتك} other {{people}}}',
  'service.kickedReason':
    '{by, select, me {أزلتَ} other {أزال {actor}}} {whom, select, me {عضويتك} other {{people}}}: {reason}',
  'service.banned':
    '{by, select, me {حظرتَ} other {حظر {actor}}} {whom, select, me {حسابك} other {{people}}}',
  'service.bannedReason':
    '{by, select, me {حظرتَ} other {حظر {actor}}} {whom, select, me {حسابك} other {{people}}}: {reason}',
  'service.unbanned':
    '{by, select, me {رفعتَ} other {رفع {actor}}} {whom, select, me {الحظر عنك} other {الحظر عن {people}}}',
  'service.renamedSelf': '{by, select, me {اسمك الآن} other {اسم {from} الآن}} {to}',
  'service.removedName': '{by, select, me {أزلتَ اسمك} other {أزال {from} اسمه}}',
  'service.changedOwnAvatar': '{by, select, me {غيّرتَ صورتك} other {غيّر {actor} صورته}}',
  'service.renamedRoom': '{by, select, me {سمّيتَ} other {سمّى {actor}}} المحادثة «{name}»',
  'service.removedRoomName': '{by, select, me {أزلتَ} other {أزال {actor}}} اسم المحادثة',
  'service.changedTopic': '{by, select, me {غيّرتَ} other {غيّر {actor}}} الوصف إلى «{topic}»',
  'service.removedTopic': '{by, select, me {أزلتَ} other {أزال {actor}}} الوصف',
  'service.changedRoomAvatar': '{by, select, me {غيّرتَ} other {غيّر {actor}}} صورة المحادثة',
  'service.enabledEncryption': '{by, select, me {فعّلتَ} other {فعّل {actor}}} التشفير',
  'service.upgraded': '{by, select, me {نقلتَ} other {نقل {actor}}} هذه المحادثة إلى غرفة جديدة',
  'service.others':
    '{count, plural, zero {لا آخرين} one {شخص آخر} two {شخصان آخران} few {# آخرون} other {# آخرين}}',
  'service.call':
    '{by, select, me {{kind, select, video {مكالمة فيديو صادرة} other {مكالمة صادرة}}} other {{kind, select, video {مكالمة فيديو واردة} other {مكالمة واردة}}}}',
  'service.callEnded':
    '{by, select, me {{kind, select, video {مكالمة فيديو صادرة} other {مكالمة صادرة}}} other {{kind, select, video {مكالمة فيديو واردة} other {مكالمة واردة}}}} ({duration})',
  'service.callMissed':
    '{by, select, me {{kind, select, video {مكالمة فيديو ملغاة} other {مكالمة ملغاة}}} other {{kind, select, video {مكالمة فيديو فائتة} other {مكالمة فائتة}}}}',
  'service.callDeclined': '{kind, select, video {مكالمة فيديو مرفوضة} other {مكالمة مرفوضة}}',
};
