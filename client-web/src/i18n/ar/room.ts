import type { room as en } from '../en/room';
import type { Translation } from '../translation';

export const room: Translation<typeof en> = {
  'room.empty': 'محادثة فارغة',
  'room.members':
    '{count, plural, zero {لا أعضاء} one {عضو واحد} two {عضوان} few {# أعضاء} other {# عضوًا}}',
  'room.invited': 'لم ينضم بعد',
  'room.more': 'إجراءات أخرى',
  'room.leave': 'مغادرة المحادثة',
  'room.leaveTitle': 'مغادرة «{name}»؟',
  'room.leaveHint': 'لن تصلك رسائلها بعد الآن. للعودة قد تحتاج إلى دعوة جديدة.',
  'room.left': 'غادرت «{name}»',
  'room.copyLink': 'نسخ الرابط',
  'room.linkCopied': 'نُسخ الرابط',
  'room.none': 'اختر محادثة لبدء المراسلة',
  'room.unknown': 'هذه المحادثة ليست في قائمتك',
  'room.unknownHint': 'ربما لم تنضم إليها بعد أو أُغلقت.',
  'room.join': 'انضمام',

  'typing.direct': 'يكتب',
  'typing.one': '{a} يكتب',
  'typing.two': '{a} و{b} يكتبان',
  'typing.many':
    '{count, plural, zero {لا أحد يكتب} one {شخص يكتب} two {شخصان يكتبان} few {# أشخاص يكتبون} other {# شخصًا يكتبون}}',

  'room.info': 'حول {name}',
  'room.showInfo': 'عرض المعلومات',
};
