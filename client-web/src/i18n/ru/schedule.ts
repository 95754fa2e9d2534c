/** Messages that are sent later. */
import type { schedule as en } from '../en/schedule';
import type { Translation } from '../translation';

export const schedule: Translation<typeof en> = {
  'schedule.menu': 'Отправить позже',
  'schedule.title': 'Отправить позже',
  'schedule.moveTitle': 'Изменить время',
  'schedule.time': 'Время',
  'schedule.sendAt': 'Отправить {when}',
  'schedule.past': 'Это время уже прошло. Выберите более позднее.',
  'schedule.tooFar':
    'Сервер хранит сообщения не дольше {days, plural, one {# дня} few {# дней} many {# дней} other {# дня}}. Выберите более раннее время.',
  'schedule.done': 'Сообщение будет отправлено {when}',
  'schedule.listTitle': 'Отложенные сообщения',
  'schedule.open':
    '{count, plural, one {# отложенное сообщение} few {# отложенных сообщения} many {# отложенных сообщений} other {# отложенного сообщения}}',
  'schedule.none': 'Здесь ничего не ждёт отправки.',
  'schedule.sendNow': 'Отправить сейчас',
  'schedule.move': 'Изменить время',
  'schedule.remove': 'Удалить',
  'schedule.removed': 'Сообщение не будет отправлено',
};
