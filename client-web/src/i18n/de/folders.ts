import type { folders as en } from '../en/folders';
import type { Translation } from '../translation';

export const folders: Translation<typeof en> = {
  'folders.title': 'Ordner',
  'folders.all': 'Alle',
  'folders.unread': '{count, plural, one {# Chat mit Neuem} other {# Chats mit Neuem}}',
  'folders.hint': 'Ordner stehen als Reiter über deinen Chats, auf allen deinen Geräten.',
  'folders.new': 'Neuer Ordner',
  'folders.editor': 'Ordner',
  'folders.name': 'Name des Ordners',
  'folders.nameRequired': 'Gib dem Ordner einen Namen.',
  'folders.nothingIn': 'Wähle Arten von Chats oder einzelne Chats.',
  'folders.kind.direct': 'Private Chats',
  'folders.kind.group': 'Gruppen',
  'folders.kind.channel': 'Kanäle',
  'folders.onlyUnread': 'Nur ungelesene Chats',
  'folders.withoutMuted': 'Ohne stummgeschaltete Chats',
  'folders.chats': 'Chats im Ordner',
  'folders.isIn': 'In diesem Ordner',
  'folders.isOut': 'Nicht einzeln in diesem Ordner',
  'folders.edit': '{name} bearbeiten',
  'folders.remove': '{name} löschen',
  'folders.moveUp': '{name} nach oben',
  'folders.moveDown': '{name} nach unten',
  'folders.removed': 'Der Ordner „{name}“ wurde gelöscht; seine Chats sind noch da',
  'folders.empty': 'Hier sind keine Chats',
  'folders.emptyHint': 'Passende Chats erscheinen von selbst.',
};
