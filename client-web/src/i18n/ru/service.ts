import type { service as en } from '../en/service';
import type { Translation } from '../translation';

export const service: Translation<typeof en> = {
  'service.created.direct': '{by, select, me {Вы начали чат} other {Чат начинает {actor}}}',
  'service.created': '{by, select, me {Вы создали группу} other {Группу создаёт {actor}}}',
  'service.created.channel': '{by, select, me {Вы создали канал} other {Канал создаёт {actor}}}',
  'service.joined': '{whom, select, me {Теперь вы в чате} other {Теперь в чате: {people}}}',
  'service.left': '{whom, select, me {Вы покинули чат} other {Больше не в чате: {people}}}',
  'service.invited':
    '{by, select, me {Вы пригласили} other {{actor} приглашает}} {whom, select, me {вас} other {{people}}}',
  'service.rejectedInvite':
    '{whom, select, me {Вы отклонили приглашение} other {Приглашение отклонено: {people}}}',
  'service.withdrewInvite':
    '{by, select, me {Вы отозвали} other {{actor} отзывает}} {whom, select, me {ваше приглашение} other {приглашение: {people}}}',
  'service.knocked': '{whom, select, me {Вы попросились в чат} other {Просится в чат: {people}}}',
  'service.kicked':
    '{by, select, me {Вы удалили} other {{actor} удаляет}} {whom, select, me {вас} other {{people}}}',
  'service.kickedReason':
    '{by, select, me {Вы удалили} other {{actor} удаляет}} {whom, select, me {вас} other {{people}}}: {reason}',
  'service.banned':
    '{by, select, me {Вы заблокировали} other {{actor} блокирует}} {whom, select, me {вас} other {{people}}}',
  'service.bannedReason':
    '{by, select, me {Вы заблокировали} other {{actor} блокирует}} {whom, select, me {вас} other {{people}}}: {reason}',
  'service.unbanned':
    '{by, select, me {Вы разблокировали} other {{actor} разблокирует}} {whom, select, me {вас} other {{people}}}',
  'service.renamedSelf': '{by, select, me {Ваше имя теперь} other {{from} теперь зовётся}} {to}',
  'service.removedName':
    '{by, select, me {Вы убрали своё имя} other {{from} больше не показывает имя}}',
  'service.changedOwnAvatar': '{by, select, me {Вы сменили фото} other {{actor}: новое фото}}',
  'service.renamedRoom': '{by, select, me {Вы назвали} other {{actor} называет}} чат «{name}»',
  'service.removedRoomName': '{by, select, me {Вы убрали} other {{actor} убирает}} название чата',
  'service.changedTopic':
    '{by, select, me {Вы изменили} other {{actor} меняет}} описание на «{topic}»',
  'service.removedTopic': '{by, select, me {Вы убрали} other {{actor} убирает}} описание',
  'service.changedRoomAvatar': '{by, select, me {Вы сменили} other {{actor} меняет}} фото чата',
  'service.enabledEncryption': '{by, select, me {Вы включили} other {{actor} включает}} шифрование',
  'service.upgraded':
    '{by, select, me {Вы перенесли} other {{actor} переносит}} чат в новую комнату',
  'service.others':
    '{count, plural, one {ещё # человек} few {ещё # человека} other {ещё # человек}}',
  'service.call':
    '{by, select, me {{kind, select, video {Исходящий видеозвонок} other {Исходящий звонок}}} other {{kind, select, video {Входящий видеозвонок} other {Входящий звонок}}}}',
  'service.callEnded':
    '{by, select, me {{kind, select, video {Исходящий видеозвонок} other {Исходящий звонок}}} other {{kind, select, video {Входящий видеозвонок} other {Входящий звонок}}}} ({duration})',
  'service.callMissed':
    '{by, select, me {{kind, select, video {Отменённый видеозвонок} other {Отменённый звонок}}} other {{kind, select, video {Пропущенный видеозвонок} other {Пропущенный звонок}}}}',
  'service.callDeclined':
    '{kind, select, video {Отклонённый видеозвонок} other {Отклонённый звонок}}',
};
