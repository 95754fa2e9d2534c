import type { timeline as en } from '../en/timeline';
import type { Translation } from '../translation';

export const timeline: Translation<typeof en> = {
  'timeline.label': 'Сообщения',
  'timeline.loading': 'Загружаем сообщения',
  'timeline.loadingOlder': 'Загружаем более ранние сообщения',
  'timeline.olderFailed': 'Не удалось загрузить более ранние сообщения',
  'timeline.unread': 'Непрочитанные сообщения',
  'timeline.toBottom': 'К последнему сообщению',
  'timeline.newBelow':
    '{count, plural, one {# новое сообщение ниже} few {# новых сообщения ниже} other {# новых сообщений ниже}}',
  'timeline.empty': 'Здесь пока нет сообщений…',
  'timeline.emptyHint': 'Напишите первое.',
  'timeline.announce': '{name}: {text}',
};
