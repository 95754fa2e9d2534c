import type { timeline as en } from '../en/timeline';
import type { Translation } from '../translation';

export const timeline: Translation<typeof en> = {
  'timeline.label': 'Mensajes',
  'timeline.loading': 'Cargando mensajes',
  'timeline.loadingOlder': 'Cargando mensajes anteriores',
  'timeline.olderFailed': 'No se pudieron cargar los mensajes anteriores',
  'timeline.unread': 'Mensajes sin leer',
  'timeline.toBottom': 'Ir al mensaje más reciente',
  'timeline.newBelow':
    '{count, plural, one {# mensaje nuevo más abajo} other {# mensajes nuevos más abajo}}',
  'timeline.empty': 'Aún no hay mensajes…',
  'timeline.emptyHint': 'Escribe el primero.',
  'timeline.announce': '{name}: {text}',
};
