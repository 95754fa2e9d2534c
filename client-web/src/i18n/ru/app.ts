import type { app as en } from '../en/app';
import type { Translation } from '../translation';

export const app: Translation<typeof en> = {
  'app.title':
    '{unread, plural, =0 {} other {(#) }}{place, select, home {} other {{chat} – }}Heliograph',
  'app.loading': 'Открываем ваши чаты…',
  'app.skipToChats': 'Перейти к списку чатов',
  'app.skipToMessages': 'Перейти к сообщениям',
  'app.skipToComposer': 'Перейти к вводу сообщения',
  'app.notFound': 'Такой страницы нет',
  'app.notFoundHint': 'Возможно, адрес набран с ошибкой или устарел.',
  'app.backToChats': 'К вашим чатам',

  'common.back': 'Назад',
  'common.cancel': 'Отмена',
  'common.close': 'Закрыть',
  'common.delete': 'Удалить',
  'common.retry': 'Повторить',
  'common.save': 'Сохранить',
  'common.copied': 'Скопировано',

  'failure.region': 'Здесь что-то пошло не так',
  'failure.reload': 'Перезагрузить эту часть',
  'failure.copy': 'Скопировать подробности',
  'failure.page': 'Что-то пошло не так. Ваши сообщения в безопасности.',
  'failure.reloadPage': 'Перезагрузить страницу',

  'day.today': 'Сегодня',
  'day.yesterday': 'Вчера',

  'common.undo': 'Отменить',

  'app.listWidth': 'Ширина списка чатов',
};
