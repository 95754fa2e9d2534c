import type { accounts as en } from '../en/accounts';
import type { Translation } from '../translation';

export const accounts: Translation<typeof en> = {
  'accounts.add': 'Añadir cuenta',
  'accounts.switchTo': 'Cambiar a {name}',
  'accounts.unread':
    '{count, plural, =0 {nada sin leer} one {# chat sin leer} other {# chats sin leer}}',
};
