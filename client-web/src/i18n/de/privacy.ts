import type { privacy as en } from '../en/privacy';
import type { Translation } from '../translation';

export const privacy: Translation<typeof en> = {
  'privacy.seen': 'Was andere sehen',
  'privacy.seenNote': 'Wer das verbirgt, sieht es bei anderen trotzdem.',
  'privacy.sharesReceipts': 'Lesebestätigungen',
  'privacy.sharesReceiptsHint': 'Andere sehen, wie weit du gelesen hast',
  'privacy.sharesTyping': 'Schreiben',
  'privacy.sharesTypingHint': 'Andere sehen, wenn du schreibst',
  'privacy.sharesPresence': 'Online und zuletzt gesehen',
  'privacy.sharesPresenceHint': 'Andere sehen, wann du da bist',
  'privacy.invites': 'Einladungen',
  'privacy.blocksInvites': 'Alle Einladungen ablehnen',
  'privacy.blocksInvitesHint': 'Niemand kann dich in einen Chat holen',
  'privacy.blocked': 'Blockierte Personen',
  'privacy.blockedNote':
    'Du siehst weder ihre Nachrichten noch ihre Einladungen. Sie erfahren es nicht.',
  'privacy.nobodyBlocked': 'Niemand',
  'privacy.unblock': 'Nicht mehr blockieren',
  'privacy.block': 'Blockieren',
  'privacy.blockAddress': 'Zu blockierende Adresse',
  'privacy.addressWrong': 'Schreibe die ganze Adresse, etwa @anna:example.org.',
};
