import type { lock as en } from '../en/lock';
import type { Translation } from '../translation';

export const lock: Translation<typeof en> = {
  'lock.locked': 'Заблокировано',
  'lock.passcode': 'Код-пароль',
  'lock.again': 'Ещё раз',
  'lock.wrong': 'Код неверный.',
  'lock.open': 'Разблокировать',
  'lock.set': 'Задать код-пароль',
  'lock.note': 'Он закрывает экран от любопытных глаз. Сохранённые здесь данные он не шифрует.',
  'lock.short': '{count, plural, one {Не меньше # символа.} other {Не меньше # символов.}}',
  'lock.differ': 'Они не совпадают.',
  'lock.now': 'Заблокировать сейчас',
  'lock.remove': 'Убрать код-пароль',
  'lock.auto': 'Блокировать автоматически через',
  'lock.minutes': '{count, plural, one {# минуту} few {# минуты} other {# минут}}',
};
