import type { privacy as en } from '../en/privacy';
import type { Translation } from '../translation';

export const privacy: Translation<typeof en> = {
  'privacy.seen': 'Lo que ven los demás',
  'privacy.seenNote': 'Quien los oculta los sigue viendo en los demás.',
  'privacy.sharesReceipts': 'Confirmaciones de lectura',
  'privacy.sharesReceiptsHint': 'Los demás ven hasta dónde has leído',
  'privacy.sharesTyping': 'Escritura',
  'privacy.sharesTypingHint': 'Los demás ven cuándo escribes',
  'privacy.sharesPresence': 'En línea y última vez',
  'privacy.sharesPresenceHint': 'Los demás ven cuándo estás',
  'privacy.invites': 'Invitaciones',
  'privacy.blocksInvites': 'Rechazar todas las invitaciones',
  'privacy.blocksInvitesHint': 'Nadie puede meterte en un chat',
  'privacy.blocked': 'Personas bloqueadas',
  'privacy.blockedNote': 'No verás sus mensajes ni sus invitaciones. No se les avisa.',
  'privacy.nobodyBlocked': 'Nadie',
  'privacy.unblock': 'Desbloquear',
  'privacy.block': 'Bloquear',
  'privacy.blockAddress': 'Dirección a bloquear',
  'privacy.addressWrong': 'Escribe la dirección completa, como @anna:example.org.',
};
