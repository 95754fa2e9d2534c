import type { accounts as en } from '../en/accounts';
import type { Translation } from '../translation';

export const accounts: Translation<typeof en> = {
  'accounts.add': 'Добавить аккаунт',
  'accounts.switchTo': 'Перейти к {name}',
  'accounts.unread':
    '{count, plural, =0 {всё прочитано} one {# непрочитанный чат} few {# непрочитанных чата} other {# непрочитанных чатов}}',
};
