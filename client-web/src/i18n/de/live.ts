import type { live as en } from '../en/live';
import type { Translation } from '../translation';

export const live: Translation<typeof en> = {
  'live.title': 'Live-Standort',
  'live.explain':
    'Die Leute in diesem Chat sehen, wo du bist, bis die Zeit um ist oder du es beendest. Diese Seite muss offen bleiben.',
  'live.notAllowed':
    'Mitglieder dürfen in diesem Chat keinen Live-Standort teilen. Ein Administrator kann es in den Berechtigungen erlauben.',
  'live.howLong': 'Wie lange',
  'live.minutes': '{count, plural, one {# Minute lang} other {# Minuten lang}}',
  'live.hours': '{count, plural, one {# Stunde lang} other {# Stunden lang}}',
  'live.start': 'Teilen',
  'live.stop': 'Teilen beenden',
  'live.sharing':
    '{minutes, plural, one {Dein Standort wird noch # Minute geteilt} other {Dein Standort wird noch # Minuten geteilt}}',
  'live.ends': '{minutes, plural, one {Noch # Minute live} other {Noch # Minuten live}}',
  'live.ended': 'Beendet',
  'live.waiting': 'Warten auf den ersten Ort…',
  'live.updated':
    '{minutes, plural, =0 {Gerade aktualisiert} one {Vor # Minute aktualisiert} other {Vor # Minuten aktualisiert}}',
  'live.lastSeen': 'Letzter Ort: {time}',
  'live.away': '{distance} von dir entfernt',
  'live.refused': 'Dieses Gerät sagt nicht mehr, wo es ist; niemand erfährt es mehr.',
};
