import type { shortcuts as en } from '../en/shortcuts';
import type { Translation } from '../translation';

export const shortcuts: Translation<typeof en> = {
  'shortcuts.everywhere': 'Везде',
  'shortcuts.writing': 'При наборе',
  'shortcuts.search': 'Поиск',
  'shortcuts.previousChat': 'Предыдущий чат',
  'shortcuts.nextChat': 'Следующий чат',
  'shortcuts.up': 'На уровень выше',
  'shortcuts.list': 'Этот список',
  'shortcuts.lock': 'Заблокировать',
  'shortcuts.send': 'Отправить',
  'shortcuts.newLine': 'Новая строка',
};
