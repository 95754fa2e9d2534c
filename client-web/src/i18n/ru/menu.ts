import type { menu as en } from '../en/menu';
import type { Translation } from '../translation';

export const menu: Translation<typeof en> = {
  'menu.open': 'Открыть меню',
  'menu.newGroup': 'Новая группа',
  'menu.newChat': 'Новый личный чат',
  'menu.settings': 'Настройки',
  'menu.nightMode': 'Ночной режим',
  'menu.dayMode': 'Дневной режим',
  'menu.newChannel': 'Новый канал',
  'menu.saved': 'Избранное',
};
