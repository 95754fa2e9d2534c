import type { chatExport as en } from '../en/chat-export';
import type { Translation } from '../translation';

export const chatExport: Translation<typeof en> = {
  'export.menu': 'Экспорт чата',
  'export.title': 'Экспорт чата',
  'export.hint':
    'Вся история будет загружена и сохранена в файл, который прочтёт любой, у кого он есть.',
  'export.html': 'Веб-страница, для чтения',
  'export.json': 'JSON, для программ',
  'export.progress':
    '{count, plural, one {пока # событие} few {пока # события} other {пока # событий}}',
  'export.start': 'Экспортировать',
  'export.done': 'Чат экспортирован',
};
