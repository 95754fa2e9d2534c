import type { privacy as en } from '../en/privacy';
import type { Translation } from '../translation';

export const privacy: Translation<typeof en> = {
  'privacy.seen': 'Что видят другие',
  'privacy.seenNote': 'Скрывая это, вы всё равно видите это у других.',
  'privacy.sharesReceipts': 'Отметки о прочтении',
  'privacy.sharesReceiptsHint': 'Другие видят, докуда вы прочли',
  'privacy.sharesTyping': 'Набор текста',
  'privacy.sharesTypingHint': 'Другие видят, когда вы пишете',
  'privacy.sharesPresence': 'В сети и время посещения',
  'privacy.sharesPresenceHint': 'Другие видят, когда вы здесь',
  'privacy.invites': 'Приглашения',
  'privacy.blocksInvites': 'Отклонять все приглашения',
  'privacy.blocksInvitesHint': 'Никто не сможет добавить вас в чат',
  'privacy.blocked': 'Заблокированные',
  'privacy.blockedNote': 'Вы не видите ни их сообщений, ни приглашений. Им об этом не сообщают.',
  'privacy.nobodyBlocked': 'Никого',
  'privacy.unblock': 'Разблокировать',
  'privacy.block': 'Заблокировать',
  'privacy.blockAddress': 'Адрес для блокировки',
  'privacy.addressWrong': 'Напишите адрес полностью, например @anna:example.org.',
};
