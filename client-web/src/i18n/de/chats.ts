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
};
