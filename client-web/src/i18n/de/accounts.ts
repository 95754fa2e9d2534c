import type { accounts as en } from '../en/accounts';
import type { Translation } from '../translation';

export const accounts: Translation<typeof en> = {
  'accounts.add': 'Konto hinzufügen',
  'accounts.switchTo': 'Zu {name} wechseln',
  'accounts.unread':
    '{count, plural, =0 {nichts ungelesen} one {# ungelesener Chat} other {# ungelesene Chats}}',
};
