import type { slash as en } from '../en/slash';
import type { Translation } from '../translation';

export const slash: Translation<typeof en> = {
  'slash.me': 'Описать действие',
  'slash.spoiler': 'Скрыть текст до нажатия',
  'slash.plain': 'Отправить без форматирования',
  'slash.shrug': 'Добавить пожимание плечами',
  'slash.invite': 'Пригласить человека',
  'slash.kick': 'Удалить участника',
  'slash.ban': 'Заблокировать участника',
  'slash.unban': 'Снять блокировку',
  'slash.topic': 'Изменить описание',
  'slash.name': 'Переименовать чат',
  'slash.nick': 'Изменить ваше имя',
  'slash.join': 'Войти в чат по адресу',
  'slash.leave': 'Выйти из чата',
  'slash.unknown':
    'Такой команды нет, или после неё чего-то не хватает. Поставьте перед ней пробел, чтобы отправить её как текст.',
  'slash.done': 'Готово',
};
