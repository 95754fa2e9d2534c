import type { search as en } from '../en/search';
import type { Translation } from '../translation';

export const search: Translation<typeof en> = {
  'search.label': 'Поиск',
  'search.clear': 'Очистить поиск',
  'search.results': 'Результаты поиска',
  'search.chats': 'Чаты',
  'search.people': 'Люди',
  'search.nothing': 'Ничего не найдено',
  'search.nothingHint':
    'По запросу «{query}» нет ни чатов, ни людей. Человека можно найти и по полному адресу, например @anna:example.org.',
  'search.messages': 'Сообщения',
  'search.inChat': 'Поиск в этом чате',
  'search.from': 'От',
  'search.anybody': 'Кого угодно',
  'search.chatHint': 'Введите слово или выберите автора.',
  'search.found':
    '{count, plural, =0 {Ничего не найдено} one {# сообщение} few {# сообщения} many {# сообщений} other {# сообщения}}',
  'search.lookedBack': 'Поиск выполнен до {date}',
  'search.goOn': 'Искать дальше',
  'search.public': 'Публичные чаты',

  'explore.title': 'Публичные чаты',
  'explore.search': 'Поиск публичных чатов',
  'explore.server': 'На сервере',
  'explore.serverHint': 'Имя другого сервера, например example.org, покажет его список.',
  'explore.none': 'Публичных чатов не найдено.',
  'explore.more': 'Показать ещё',

  'search.what': 'Что искать',
  'search.close': 'Закрыть поиск',
  'search.typeWords':
    'Введите слово из трёх букв или длиннее. Зашифрованные чаты ищутся на этом устройстве.',
  'search.lookedBackAll': 'Все чаты просмотрены до {date}',
  'search.lookedAtAll': 'Все чаты просмотрены до самого начала.',
  'search.nothingAnywhere': 'Ни в одном чате ничего не найдено.',
  'search.inEncrypted': 'Искать и в зашифрованных чатах',
};
