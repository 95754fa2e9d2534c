import type { connection as en } from '../en/connection';
import type { Translation } from '../translation';

export const connection: Translation<typeof en> = {
  'connection.network': 'Ожидание сети…',
  'connection.connecting': 'Соединение…',
  'connection.updating': 'Обновление…',
  'connection.server':
    'Сервер недоступен. {seconds, plural, =0 {Пробуем снова…} other {Повтор через # с}}',
  'connection.retryNow': 'Повторить сейчас',
};
