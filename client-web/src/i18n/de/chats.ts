import type { chats as en } from '../en/chats';
import type { Translation } from '../translation';

export const chats: Translation<typeof en> = {
  'chats.title': 'Chats',
  'chats.loading': 'Deine Chats werden geladen',
  'chats.empty': 'Fang an zu schreiben',
  'chats.emptyHint': 'Finde jemanden zum Reden oder bring ein paar Leute zusammen.',
  'chats.draft': 'Entwurf:',
  'chats.you': 'Du',
  'chats.sender': '{name}: ',
  'chats.noMessages': 'Noch keine Nachrichten…',
  'chats.unread': '{count, plural, one {# ungelesene Nachricht} other {# ungelesene Nachrichten}}',
  'chats.mention': 'Du wurdest erwähnt',
  'chats.invite': 'Einladung',
  'chats.inviteFrom': '{name} lädt dich ein',
  'chats.inviteBare': 'Du bist eingeladen',
  'chats.knocking': 'Wartet auf Einlass',
  'chats.newChat': 'Neuer Chat',
  'chats.notEncrypted': 'Nicht verschlüsselt',
  'chats.channel': 'Kanal',
  'chats.muted': 'Stummgeschaltet',
  'chats.pinned': 'Angeheftet',
  'chats.reaction': 'Jemand hat auf deine Nachricht reagiert',
  'chats.markedUnread': 'Als ungelesen markiert',

  'chatMenu.pin': 'Anheften',
  'chatMenu.unpin': 'Loslösen',
  'chatMenu.markRead': 'Als gelesen markieren',
  'chatMenu.markUnread': 'Als ungelesen markieren',
  'chatMenu.mute': 'Stummschalten für …',
  'chatMenu.unmute': 'Ton einschalten',
  'chatMenu.mute1h': '1 Stunde',
  'chatMenu.mute8h': '8 Stunden',
  'chatMenu.mute1d': '1 Tag',
  'chatMenu.muteForever': 'Für immer',
  'chatMenu.archive': 'Archivieren',
  'chatMenu.unarchive': 'Aus dem Archiv holen',
  'chatMenu.archived': 'Der Chat wurde archiviert',
  'chatMenu.delete': 'Chat löschen',
  'chatMenu.deleteTitle': '„{name}“ löschen?',
  'chatMenu.deleteHint':
    'Du verlässt ihn, und sein Verlauf verschwindet für dich. Die anderen behalten ihren.',
  'chatMenu.deleted': '„{name}“ wurde gelöscht',

  'archive.title': 'Archivierte Chats',
  'archive.unread':
    '{count, plural, one {# archivierter Chat mit Neuem} other {# archivierte Chats mit Neuem}}',

  'chatMenu.pinUp': 'Nach oben',
  'chatMenu.pinDown': 'Nach unten',
};
