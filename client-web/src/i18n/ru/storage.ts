import type { storage as en } from '../en/storage';
import type { Translation } from '../translation';

export const storage: Translation<typeof en> = {
  'storage.used': 'На этом устройстве',
  'storage.note': 'Фото и файлы при необходимости загрузятся с сервера снова.',
  'storage.media': 'Фото и файлы',
  'storage.app': 'Само приложение',
  'storage.messages': 'Чаты и ключи',
  'storage.quota': 'Браузер разрешает',
  'storage.clear': 'Удалить фото и файлы',
  'storage.cleared': 'Фото и файлы удалены с этого устройства',
  'storage.keep': 'Не удалять данные при нехватке места',
  'storage.keepNote':
    'Браузер может удалить данные страниц ради места. Тогда здесь придётся войти заново.',
  'storage.notKept': 'Браузер отказал. Может помочь закладка или установка приложения.',
};
