import type { notifications as en } from '../en/notifications';
import type { Translation } from '../translation';

export const notifications: Translation<typeof en> = {
  'notifications.device': 'Auf diesem Gerät',
  'notifications.desktop': 'Desktop-Benachrichtigungen',
  'notifications.desktopHint': 'Solange diese Seite in einem Tab offen ist',
  'notifications.denied':
    'Der Browser erlaubt es nicht. Ändere das in seinen Einstellungen für diese Seite.',
  'notifications.unsupported': 'Dieser Browser kann keine Benachrichtigungen zeigen.',
  'notifications.preview': 'Zeigen, was geschrieben wurde',
  'notifications.previewHint': 'Sonst nur, wer geschrieben hat',
  'notifications.sound': 'Ton',
  'notifications.account': 'Für alle deine Geräte',
  'notifications.accountNote':
    'Erwähnungen werden immer gemeldet. Einzelne Chats lassen sich in ihrem Menü stummschalten.',
  'notifications.privateChats': 'Private Chats',
  'notifications.groups': 'Gruppen',
  'notifications.invites': 'Einladungen',
  'notifications.newMessage': 'Neue Nachricht',
  'notifications.inGroup': '{name} in {room}',
  'notifications.invited': '{name} lädt dich ein',
};
