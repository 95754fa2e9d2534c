import type { presence as en } from '../en/presence';
import type { Translation } from '../translation';

export const presence: Translation<typeof en> = {
  'presence.online': 'online',
  'presence.justNow': 'gerade eben zuletzt gesehen',
  'presence.minutes':
    '{count, plural, one {zuletzt vor # Minute gesehen} other {zuletzt vor # Minuten gesehen}}',
  'presence.hours':
    '{count, plural, one {zuletzt vor # Stunde gesehen} other {zuletzt vor # Stunden gesehen}}',
  'presence.today': 'zuletzt heute um {time} gesehen',
  'presence.yesterday': 'zuletzt gestern um {time} gesehen',
  'presence.date': 'zuletzt gesehen: {date}',
};
