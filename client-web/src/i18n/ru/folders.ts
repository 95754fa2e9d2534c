import type { folders as en } from '../en/folders';
import type { Translation } from '../translation';

export const folders: Translation<typeof en> = {
  'folders.title': 'Папки',
  'folders.all': 'Все',
  'folders.unread':
    '{count, plural, one {# чат с новыми сообщениями} few {# чата с новыми сообщениями} other {# чатов с новыми сообщениями}}',
  'folders.hint': 'Папки показаны вкладками над чатами на всех ваших устройствах.',
  'folders.new': 'Новая папка',
  'folders.editor': 'Папка',
  'folders.name': 'Название папки',
  'folders.nameRequired': 'Дайте папке название.',
  'folders.nothingIn': 'Выберите типы чатов или отдельные чаты.',
  'folders.kind.direct': 'Личные чаты',
  'folders.kind.group': 'Группы',
  'folders.kind.channel': 'Каналы',
  'folders.onlyUnread': 'Только непрочитанные',
  'folders.withoutMuted': 'Без чатов с отключённым звуком',
  'folders.chats': 'Чаты в папке',
  'folders.isIn': 'В этой папке',
  'folders.isOut': 'Не добавлен отдельно',
  'folders.edit': 'Изменить: {name}',
  'folders.remove': 'Удалить: {name}',
  'folders.moveUp': 'Выше: {name}',
  'folders.moveDown': 'Ниже: {name}',
  'folders.removed': 'Папка «{name}» удалена, чаты остались',
  'folders.empty': 'Здесь нет чатов',
  'folders.emptyHint': 'Подходящие чаты появятся сами.',
};
