import type { identity as en } from '../en/identity';
import type { Translation } from '../translation';

export const identity: Translation<typeof en> = {
  'identity.changed': 'Ключи этого человека изменились',
  'identity.hint': 'Возможно, он начал заново, а возможно, его место занял кто-то другой.',
  'identity.accept': 'Принять',
  'identity.verify': 'Подтвердить этого человека',
  'identity.verified': 'Подтверждён',
};
