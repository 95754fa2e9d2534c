import type { live as en } from '../en/live';
import type { Translation } from '../translation';

export const live: Translation<typeof en> = {
  'live.title': 'Трансляция геопозиции',
  'live.explain':
    'Участники чата видят, где вы, пока не выйдет время или вы не остановите показ. Страница должна оставаться открытой.',
  'live.notAllowed':
    'Участники этого чата не могут транслировать геопозицию. Администратор может разрешить это в правах.',
  'live.howLong': 'Как долго',
  'live.minutes': '{count, plural, one {# минуту} few {# минуты} other {# минут}}',
  'live.hours': '{count, plural, one {# час} few {# часа} other {# часов}}',
  'live.start': 'Поделиться',
  'live.stop': 'Остановить',
  'live.sharing':
    '{minutes, plural, one {Вы показываете, где вы, ещё # минуту} few {Вы показываете, где вы, ещё # минуты} other {Вы показываете, где вы, ещё # минут}}',
  'live.ends': '{minutes, plural, one {Ещё # минуту} few {Ещё # минуты} other {Ещё # минут}}',
  'live.ended': 'Завершена',
  'live.waiting': 'Ожидание первой точки…',
  'live.updated':
    '{minutes, plural, =0 {Обновлено только что} one {Обновлено # минуту назад} few {Обновлено # минуты назад} other {Обновлено # минут назад}}',
  'live.lastSeen': 'Последняя точка: {time}',
  'live.away': '{distance} от вас',
  'live.refused': 'Устройство больше не сообщает, где оно, поэтому никто этого не видит.',
};
