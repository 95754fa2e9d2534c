import type { presence as en } from '../en/presence';
import type { Translation } from '../translation';

export const presence: Translation<typeof en> = {
  'presence.online': 'en línea',
  'presence.justNow': 'visto hace un momento',
  'presence.minutes': '{count, plural, one {visto hace # minuto} other {visto hace # minutos}}',
  'presence.hours': '{count, plural, one {visto hace # hora} other {visto hace # horas}}',
  'presence.today': 'visto hoy a las {time}',
  'presence.yesterday': 'visto ayer a las {time}',
  'presence.date': 'visto el {date}',
};
