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
  'search.notEncrypted': 'В зашифрованных чатах поиск не ведётся: сервер не может их прочесть.',
};
