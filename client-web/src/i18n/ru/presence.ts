import type { presence as en } from '../en/presence';
import type { Translation } from '../translation';

export const presence: Translation<typeof en> = {
  'presence.online': 'в сети',
  'presence.justNow': 'только что был(а) в сети',
  'presence.minutes':
    '{count, plural, one {был(а) # минуту назад} few {был(а) # минуты назад} other {был(а) # минут назад}}',
  'presence.hours':
    '{count, plural, one {был(а) # час назад} few {был(а) # часа назад} other {был(а) # часов назад}}',
  'presence.today': 'был(а) сегодня в {time}',
  'presence.yesterday': 'был(а) вчера в {time}',
  'presence.date': 'был(а) {date}',
};
